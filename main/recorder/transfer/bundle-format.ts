/** The file format of exported experiments: `halfopen.export/1`, or one bare result. */
import { z } from 'zod';
import { experimentResultSchema } from '#contract/data/result.ts';
import { rescueVersion } from '../writing/rescue-header.ts';

export const bundleVersion = 'halfopen.export/1';
/** What this Halfopen can import. */
export const readableVersions = ['halfopen.experiment/1', bundleVersion, rescueVersion] as const;

/** Ids become file names. */
export const idSchema = z.string().regex(/^[\w-]{1,64}$/, 'an ID: 1 to 64 letters, digits, _ and -');
export const resultSchema = experimentResultSchema.extend({ id: idSchema });
/** What a person added to the experiment. */
const annotationsSchema = z.object({
  note: z.string().max(10_000),
  starred: z.boolean(),
  tags: z.array(z.string().regex(/^[^\s,]{1,40}$/, '1 to 40 characters without spaces and commas')).max(1000),
});
export const bundleSchema = z.object({
  schema: z.literal(bundleVersion),
  experiments: z.array(
    z.object({
      result: resultSchema,
      // Each is checked by the schema of its type: event-format.ts.
      events: z.array(z.unknown()),
      kept: z.exactOptional(annotationsSchema),
    }),
  ),
});
