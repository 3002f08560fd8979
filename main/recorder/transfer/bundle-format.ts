/** The file format of exported experiments: `halfopen.export/1`, or one bare result. */
import { z } from 'zod';
import { experimentResultSchema } from '#contract/data/result.ts';

export const bundleVersion = 'halfopen.export/1';
/** What this Halfopen can import. */
export const readableVersions = ['halfopen.experiment/1', bundleVersion] as const;

/** Ids become file names. */
const idSchema = z.string().regex(/^[\w-]{1,64}$/);
/** Events keep every key they have: their only reader is `summarize`, which ignores what it does not know. */
export const eventSchema = z.looseObject({ run: idSchema, at: z.number(), type: z.string() });
export const resultSchema = experimentResultSchema.refine(({ id }) => idSchema.safeParse(id).success, 'not an id');
/** What a person added to the experiment. */
const annotationsSchema = z.object({
  note: z.string().max(10_000),
  starred: z.boolean(),
  tags: z.array(z.string().regex(/^[^\s,]{1,40}$/)).max(1000),
});
export const bundleSchema = z.object({
  schema: z.literal(bundleVersion),
  experiments: z.array(
    z.object({ result: resultSchema, events: z.array(eventSchema), kept: z.exactOptional(annotationsSchema) }),
  ),
});
