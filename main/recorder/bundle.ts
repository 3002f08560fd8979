/** Experiments as a file: `halfopen.export/1`, and the JSON lines that a failing disk left behind. */
import { z } from 'zod';
import { experimentResultSchema } from '#contract/result-schema.ts';
import { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result.ts';
import type { History } from './history.ts';

const schemaName = 'halfopen.export/1';

/** Events are kept as they were written: their reader is the fold, which ignores what it does not know. */
const eventSchema = z.looseObject({ run: z.string().min(1), at: z.number(), type: z.string() });
const bundleSchema = z.object({
  schema: z.literal(schemaName),
  experiments: z.array(z.object({ result: experimentResultSchema, events: z.array(eventSchema) })),
});

export function exportBundle(history: History, ids: readonly string[]): string {
  const experiments = ids.map((id) => ({ result: history.get(id), events: [...history.events(history.find(id))] }));
  return `${JSON.stringify({ schema: schemaName, experiments })}\n`;
}

export interface Imported {
  readonly taken: readonly string[];
  /** Already there; what is there stays. */
  readonly known: readonly string[];
}

/** @throws HalfopenError `import-invalid`, `import-from-the-future`; then nothing was taken in. */
export function importBundle(history: History, text: string, source: string): Imported {
  if (isRescued(text)) return { taken: [takeInRescued(history, text, source)], known: [] };
  const experiments = parse(text, source);
  const known = experiments.filter(({ result }) => history.has(result.id));
  const fresh = experiments.filter((experiment) => !known.includes(experiment));
  for (const { result, events } of fresh) history.takeIn(result, events);
  return { taken: fresh.map(({ result }) => result.id), known: known.map(({ result }) => result.id) };
}

interface Experiment {
  readonly result: ExperimentResult;
  readonly events: readonly RunEvent[];
}

function parse(text: string, source: string): readonly Experiment[] {
  const raw = json(text, source);
  const schema = z.looseObject({ schema: z.string() }).safeParse(raw);
  if (schema.success && schema.data.schema.startsWith('halfopen.experiment/'))
    return [{ result: checked(experimentResultSchema, raw, source), events: [] }];
  if (schema.success && schema.data.schema.startsWith('halfopen.export/') && schema.data.schema !== schemaName)
    throw refused(
      'import-from-the-future',
      `${source} was written by a newer Halfopen (${schema.data.schema}).`,
      source,
    );
  return checked(bundleSchema, raw, source).experiments as unknown as readonly Experiment[];
}

const isRescued = (text: string): boolean => text.startsWith('{"run":') || text.startsWith('{"type":');

/** What a failing disk left in a file of its own goes back to its run, or makes one. */
function takeInRescued(history: History, text: string, source: string): string {
  const lines = text.trim().split('\n');
  const events = lines.map((line) => checked(eventSchema, json(line, source), source)) as unknown as RunEvent[];
  const run = events[0]?.run ?? '';
  history.add(run, events);
  history.conclude(run);
  return run;
}

function json(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused('import-invalid', `${source} is no JSON: ${error instanceof Error ? error.message : ''}`, source);
  }
}

function checked<T>(schema: z.ZodType<T>, raw: unknown, source: string): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw refused(
    'import-invalid',
    `${source} is no export of Halfopen: ${issue?.message ?? 'unknown'}${where}.`,
    source,
  );
}

const refused = (code: string, message: string, given: string): HalfopenError =>
  new HalfopenError({ code, fault: 'input', message, given, allowed: schemaName, hint: 'Nothing was taken in.' });
