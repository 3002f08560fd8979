/** Experiments as a file: `halfopen.export/1`, one bare result, or the JSON lines that a failing disk left behind. */
import { z } from 'zod';
import { experimentResultSchema } from '#contract/data/result.ts';
import { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import type { Kept } from './change.ts';
import type { History } from './history.ts';
import { readJson } from '../file/json.ts';

const schemaName = 'halfopen.export/1';

/** Ids become names of files. */
const idSchema = z.string().regex(/^[\w-]{1,64}$/);
/** Events are kept as they were written: their reader is the fold, which ignores what it does not know. */
const eventSchema = z.looseObject({ run: idSchema, at: z.number(), type: z.string() });
const resultSchema = experimentResultSchema.refine(({ id }) => idSchema.safeParse(id).success, 'not an id');
/** What a person added to it. */
const keptSchema = z.object({
  note: z.string().max(10_000),
  starred: z.boolean(),
  tags: z.array(z.string().regex(/^[^\s,]{1,40}$/)).max(1000),
});
const bundleSchema = z.object({
  schema: z.literal(schemaName),
  experiments: z.array(
    z.object({ result: resultSchema, events: z.array(eventSchema), kept: z.exactOptional(keptSchema) }),
  ),
});

/** @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`. */
export function exportBundle(history: History, ids: readonly string[]): string {
  const experiments = [...new Set(ids.map((id) => history.find(id)))].map((id) => ({
    result: history.get(id),
    events: [...history.events(id)],
    kept: history.kept(id),
  }));
  return `${JSON.stringify({ schema: schemaName, experiments })}\n`;
}

export interface Imported {
  readonly taken: readonly string[];
  /** Already there; what is there stays. */
  readonly known: readonly string[];
}

/** @throws HalfopenError `import-invalid`, `import-from-the-future`, `import-incomplete`; then nothing was taken in. */
export function importBundle(history: History, text: string, source: string): Imported {
  if (isRescued(text)) return history.together(() => takeInRescued(history, text, source));
  const experiments = parse(text, source);
  return history.together(() => {
    const taken: string[] = [];
    const known: string[] = [];
    for (const { result, events, kept } of experiments) {
      const { id } = result;
      if (history.has(id) && !history.isHidden(id)) {
        known.push(id);
        continue;
      }
      // Whoever brings back what was deleted gets what is still there of it.
      if (history.has(id)) history.unhide([id]);
      else history.takeIn(result, events);
      if (kept !== undefined) history.change([id], { ...kept, addTags: kept.tags });
      taken.push(id);
    }
    return { taken, known };
  });
}

interface Experiment {
  readonly result: ExperimentResult;
  readonly events: readonly RunEvent[];
  readonly kept?: Kept;
}

const versions = ['halfopen.experiment/1', schemaName] as const;
const families = versions.map((version) => version.replace(/\d+$/, ''));

/** The schemas check only: they would drop the keys that a later Halfopen added and put the rest in another order. */
function parse(text: string, source: string): readonly Experiment[] {
  const raw = json(text, source);
  const schemas = schemasIn(raw);
  for (const schema of schemas) refuseNewer(schema, source);
  if (schemas[0]?.startsWith('halfopen.experiment/') === true) {
    check(resultSchema, raw, source);
    return [{ result: readJson(text) as ExperimentResult, events: [] }];
  }
  check(bundleSchema, raw, source);
  const { experiments } = readJson(text) as { readonly experiments: readonly Experiment[] };
  for (const experiment of experiments) refuseUnfoldable(experiment, source);
  return experiments;
}

/** Of the file itself and of each result in it. */
function schemasIn(raw: unknown): readonly string[] {
  const named = z.object({ schema: z.string() });
  const holding = named.extend({ experiments: z.array(z.object({ result: named })) }).safeParse(raw);
  if (holding.success) return [holding.data.schema, ...holding.data.experiments.map(({ result }) => result.schema)];
  const single = named.safeParse(raw);
  return single.success ? [single.data.schema] : [];
}

function refuseNewer(schema: string, source: string): void {
  const isOurs = families.some((family) => schema.startsWith(family));
  if (isOurs && !versions.some((version) => version === schema))
    throw refused('import-from-the-future', `${source} was written by a newer Halfopen (${schema}).`, source);
}

/** Events must be of this very experiment, and such that their only reader can read them. */
function refuseUnfoldable({ result: { id }, events }: Experiment, source: string): void {
  if (events.length === 0) return;
  try {
    if (events.some(({ run }) => run !== id)) throw new Error(`experiment ${id} holds events of another one`);
    summarize(events, id);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused('import-invalid', `${source} is not a Halfopen export: ${why}.`, source);
  }
}

const isRescued = (text: string): boolean => text.startsWith('{"run":') || text.startsWith('{"type":');

/** What a failing disk left in a file of its own goes back to its run, or makes one. */
function takeInRescued(history: History, text: string, source: string): Imported {
  const lines = text.trim().split('\n');
  for (const line of lines) check(eventSchema, json(line, source), source);
  const events = lines.map((line) => readJson(line) as RunEvent);
  const run = events[0]?.run ?? '';
  if (events.some((event) => event.run !== run))
    throw refused('import-invalid', `${source} contains events of several experiments.`, source);
  const isHere = history.has(run);
  if (!isHere && !events.some(({ type }) => type === 'started')) throw withoutBeginning(history.path, run, source);
  const here = new Set(isHere ? [...history.events(run)].map((event) => JSON.stringify(event)) : []);
  // Rescued is the end of a run, so its last event tells whether this file was taken in before.
  if (here.has(JSON.stringify(events.at(-1)))) return { taken: [], known: [run] };
  history.add(run, events);
  if (history.isHidden(run)) history.unhide([run]);
  history.conclude(run);
  return { taken: [run], known: [] };
}

function json(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused('import-invalid', `${source} is not JSON: ${error instanceof Error ? error.message : ''}`, source);
  }
}

function check(schema: z.ZodType, raw: unknown, source: string): void {
  const { error } = schema.safeParse(raw);
  if (error === undefined) return;
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const message = `${source} is not a Halfopen export: ${issue?.message ?? 'unknown'}${where}.`;
  throw refused('import-invalid', message, source);
}

const withoutBeginning = (path: string, run: string, given: string): HalfopenError =>
  new HalfopenError({
    code: 'import-incomplete',
    fault: 'input',
    message: `${given} is the end of experiment ${run}, whose beginning is not in ${path}.`,
    hint: 'Import it into the history that the experiment was recorded in: see --db.',
    given,
  });

const whatToDo = {
  'import-invalid': 'Check that the file is complete, or export it again.',
  'import-from-the-future': 'Update Halfopen, then try again.',
} as const;

const refused = (code: keyof typeof whatToDo, message: string, given: string): HalfopenError =>
  new HalfopenError({
    code,
    fault: 'input',
    message,
    given,
    allowed: versions.join(', '),
    hint: `Nothing was imported. ${whatToDo[code]}`,
  });
