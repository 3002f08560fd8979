/** JSON Schemas of the file formats, for editors and for other tools. */
import { z } from 'zod';
import { planSchema } from './plan-schema.ts';
import { replayResultSchema } from '../data/replay.ts';
import { experimentResultSchema } from '../data/result.ts';

/** File name in docs/schema to its text; the committed files are compared with these. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'experiment-plan.schema.json': render(planSchema, 'Halfopen experiment file, version 1'),
    'experiment-result.schema.json': render(experimentResultSchema, 'Halfopen result, halfopen.experiment/1'),
    'replay-result.schema.json': render(replayResultSchema, 'Halfopen replay, halfopen.replay/1'),
  };
}

/** `io: input`: what stands in a file, before durations become numbers. */
function render(schema: z.ZodType, title: string): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`;
}
