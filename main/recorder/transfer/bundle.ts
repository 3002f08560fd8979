/** Imports exported experiments: a bundle or one bare result. */
import { z } from 'zod';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { parseStored } from '../file/stored-json.ts';
import type { History } from '../history.ts';
import type { Annotations } from '../managing/experiment-edits.ts';
import { bundleSchema, readableVersions, resultSchema } from './bundle-format.ts';
import { flawOfRunEvent, flawOfSize, flawOfStory } from './event-format.ts';
import type { Imported } from './imported.ts';
import { parseJson } from './json.ts';
import { flawOf, refused, refusedValue } from './refusal.ts';
import type { Flaw } from './refusal.ts';
import { summaryOf } from './summary.ts';

interface Experiment {
  readonly result: ExperimentResult;
  readonly events: readonly RunEvent[];
  readonly kept?: Annotations;
}

/**
 * The schemas only check. What they return is not used: it lacks the keys that a later Halfopen added, and has the
 * others in another order.
 * @throws HalfopenError `import-invalid`, `import-from-the-future`.
 */
export function readBundle(text: string, source: string): readonly Experiment[] {
  const raw = parseJson(text, source);
  const schemas = schemasIn(raw);
  for (const schema of schemas) refuseNewer(schema, source);
  const isBareResult = schemas[0]?.startsWith('halfopen.experiment/') === true;
  refuse(flawOf(isBareResult ? resultSchema : bundleSchema, raw), source);
  if (isBareResult) {
    const result = parseStored(text) as ExperimentResult;
    refuse(flawOfResult(result, []), source);
    return [{ result, events: [] }];
  }
  const { experiments } = parseStored(text) as { readonly experiments: readonly Experiment[] };
  const { experiments: unchanged } = raw as {
    readonly experiments: readonly { readonly events: readonly unknown[] }[];
  };
  for (const [index, experiment] of experiments.entries()) {
    const path = ['experiments', index];
    refuse(flawOfResult(experiment.result, [...path, 'result']), source);
    for (const [at, event] of (unchanged[index]?.events ?? []).entries())
      refuse(flawOfRunEvent(event, [...path, 'events', at]), source);
    refuseUnreadableStory(experiment, [...path, 'events'], source);
  }
  return experiments;
}

/** All of them or none. */
export function insertBundle(history: History, experiments: readonly Experiment[]): Imported {
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

function refuse(flaw: Flaw | null, source: string): void {
  if (flaw !== null) throw refusedValue({ source, line: null }, flaw);
}

/** Its trials must be those of its plan. */
function flawOfResult({ plan, cells }: ExperimentResult, path: readonly PropertyKey[]): Flaw | null {
  const tooLarge = flawOfSize(plan, [...path, 'plan']);
  if (tooLarge !== null) return tooLarge;
  const planned = plan.detectors.length * plan.faults.length * plan.traffic.length;
  if (cells.length > planned)
    return { path: [...path, 'cells'], given: cells.length, allowed: `at most ${planned}, as the plan has` };
  for (const [index, { trials }] of cells.entries())
    for (const [at, { repeat }] of trials.entries())
      if (repeat >= plan.repeats) {
        const trial = [...path, 'cells', index, 'trials', at, 'repeat'];
        return { path: trial, given: repeat, allowed: `0 to ${plan.repeats - 1}, the repeats of the plan` };
      }
  return null;
}

/** Events must be one run, that of the result they come with, and their reader must be able to read them. */
function refuseUnreadableStory(
  { result: { id }, events }: Experiment,
  path: readonly PropertyKey[],
  source: string,
): void {
  if (events.length === 0) return;
  const flaw = flawOfStory(events, id);
  if (flaw !== null) refuse({ ...flaw, path: [...path, flaw.index, ...flaw.path] }, source);
  summaryOf(events, id, source);
}
