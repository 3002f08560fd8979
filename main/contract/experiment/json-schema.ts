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

/** `io: input`: what stands in a file, before durations become numbers. What has an `id` becomes a shared definition. */
function render(schema: z.ZodType, title: string): string {
  const $comment = 'Written by `npm run docs` from the schemas in main/contract.';
  return `${compact({ title, $comment, ...z.toJSONSchema(schema, { io: 'input' }) })}\n`;
}

const lineWidth = 120;

/** JSON in as few lines as its width allows. */
function compact(value: unknown, indent = ''): string {
  const line = onOneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= lineWidth) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((entry) => `${inner}${compact(entry, inner)}`).join(',\n')}\n${indent}]`;
  const entries = Object.entries(value).map(([key, entry]) => `${inner}"${key}": ${compact(entry, inner)}`);
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `"${key}": ${onOneLine(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
