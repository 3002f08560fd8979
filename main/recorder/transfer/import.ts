/** Imports experiments: a bundle, one bare result, or the JSON lines of a rescue file. */
import { z } from 'zod';
import { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { parseStored } from '../file/stored-json.ts';
import type { History } from '../history.ts';
import type { Annotations } from '../managing/experiment-edits.ts';
import { bundleSchema, eventSchema, readableVersions, resultSchema } from './bundle-format.ts';

/** The ids of what a file held. */
export interface Imported {
  readonly imported: readonly string[];
  /** Experiments that the history already had. They were left as they are. */
  readonly alreadyPresent: readonly string[];
}

/**
 * All of the file or, when an error is thrown, nothing.
 * @param source where the text is from, for messages.
 * @throws HalfopenError `import-invalid`, `import-from-the-future`, `import-incomplete`.
 */
export function importBundle(history: History, text: string, source: string): Imported {
  if (isRescueFile(text)) return history.transaction(() => importRescued(history, text, source));
  const experiments = parse(text, source);
  return history.transaction(() => {
    const imported: string[] = [];
    const alreadyPresent: string[] = [];
    for (const { result, events, kept } of experiments) {
      const { id } = result;
      if (history.has(id) && !history.isHidden(id)) {
        alreadyPresent.push(id);
        continue;
      }
      // An experiment that was deleted, and is still there, is restored.
      if (history.has(id)) history.unhide([id]);
      else history.importExperiment(result, events);
      if (kept !== undefined) history.change([id], { ...kept, addTags: kept.tags });
      imported.push(id);
    }
    return { imported, alreadyPresent };
  });
}

interface Experiment {
  readonly result: ExperimentResult;
  readonly events: readonly RunEvent[];
  readonly kept?: Annotations;
}

/**
 * The schemas only check. What they return is not used: it lacks the keys that a later Halfopen added, and has the
 * others in another order.
 */
function parse(text: string, source: string): readonly Experiment[] {
  const raw = parseJson(text, source);
  const schemas = schemasIn(raw);
  for (const schema of schemas) refuseNewer(schema, source);
  if (schemas[0]?.startsWith('halfopen.experiment/') === true) {
    check(resultSchema, raw, source);
    return [{ result: parseStored(text) as ExperimentResult, events: [] }];
  }
  check(bundleSchema, raw, source);
  const { experiments } = parseStored(text) as { readonly experiments: readonly Experiment[] };
  for (const experiment of experiments) refuseUnreadableEvents(experiment, source);
  return experiments;
}

/** The schema of the file itself and of each result in it. */
function schemasIn(raw: unknown): readonly string[] {
  const named = z.object({ schema: z.string() });
  const bundle = named.extend({ experiments: z.array(z.object({ result: named })) }).safeParse(raw);
  if (bundle.success) return [bundle.data.schema, ...bundle.data.experiments.map(({ result }) => result.schema)];
  const single = named.safeParse(raw);
  return single.success ? [single.data.schema] : [];
}

const families = readableVersions.map((version) => version.replace(/\d+$/, ''));

function refuseNewer(schema: string, source: string): void {
  const isOurs = families.some((family) => schema.startsWith(family));
  if (isOurs && !readableVersions.some((version) => version === schema))
    throw refused('import-from-the-future', `${source} was written by a newer Halfopen (${schema}).`, source);
}

/** Events must belong to the experiment that they come with, and their reader must be able to read them. */
function refuseUnreadableEvents({ result: { id }, events }: Experiment, source: string): void {
  if (events.length === 0) return;
  try {
    if (events.some(({ run }) => run !== id)) throw new Error(`experiment ${id} holds events of another one`);
    summarize(events, id);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused('import-invalid', `${source} is no export of Halfopen: ${why}.`, source);
  }
}

const isRescueFile = (text: string): boolean => text.startsWith('{"run":') || text.startsWith('{"type":');

/** The events of a rescue file are added to their run or, when they have its beginning, make the run. */
function importRescued(history: History, text: string, source: string): Imported {
  const lines = text.trim().split('\n');
  for (const line of lines) check(eventSchema, parseJson(line, source), source);
  const events = lines.map((line) => parseStored(line) as RunEvent);
  const run = events[0]?.run ?? '';
  if (events.some((event) => event.run !== run))
    throw refused('import-invalid', `${source} holds events of several experiments.`, source);
  const isHere = history.has(run);
  if (!isHere && !events.some(({ type }) => type === 'started')) throw withoutBeginning(history.path, run, source);
  const recorded = new Set(isHere ? [...history.events(run)].map((event) => JSON.stringify(event)) : []);
  // A rescue file holds the end of a run, so its last event tells whether it was imported before.
  if (recorded.has(JSON.stringify(events.at(-1)))) return { imported: [], alreadyPresent: [run] };
  history.addEvents(run, events);
  if (history.isHidden(run)) history.unhide([run]);
  history.conclude(run);
  return { imported: [run], alreadyPresent: [] };
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused('import-invalid', `${source} is no JSON: ${error instanceof Error ? error.message : ''}`, source);
  }
}

function check(schema: z.ZodType, raw: unknown, source: string): void {
  const { error } = schema.safeParse(raw);
  if (error === undefined) return;
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const message = `${source} is no export of Halfopen: ${issue?.message ?? 'unknown'}${where}.`;
  throw refused('import-invalid', message, source);
}

const withoutBeginning = (path: string, run: string, given: string): HalfopenError =>
  new HalfopenError({
    code: 'import-incomplete',
    fault: 'input',
    message: `${given} is the end of experiment ${run}, whose beginning is not in ${path}.`,
    hint: 'Take it into the history that the experiment was run with: see --db.',
    given,
  });

const hints = {
  'import-invalid': 'Check that the file came whole, or export it again.',
  'import-from-the-future': 'Update Halfopen, then try again.',
} as const;

const refused = (code: keyof typeof hints, message: string, given: string): HalfopenError =>
  new HalfopenError({
    code,
    fault: 'input',
    message,
    given,
    allowed: readableVersions.join(', '),
    hint: `Nothing was taken in. ${hints[code]}`,
  });
