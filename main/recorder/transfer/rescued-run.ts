/** Completes a run with what was rescued of it, or makes the run when its beginning was rescued, too. */
import { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { History } from '../history.ts';
import { isThisProcess } from '../owners/owner.ts';
import { flawOfStory } from './event-format.ts';
import type { Imported } from './imported.ts';
import { alreadyRecorded } from './missing-events.ts';
import { refusedValue } from './refusal.ts';
import type { RescuedRun } from './rescue.ts';
import { summaryOf } from './summary.ts';

/** What is to be added to a run. */
interface Completion {
  readonly run: string;
  /** How many events were recorded when this was computed. */
  readonly after: number;
  readonly missing: readonly RunEvent[];
  readonly result: ExperimentResult;
}

/**
 * Computes first, and then locks the history only to insert.
 * @throws HalfopenError `import-invalid`, `import-incomplete`, `experiment-finished`, `experiment-running`.
 */
export function completeRun(history: History, rescued: RescuedRun): Imported {
  for (;;) {
    const run = runOf(rescued);
    const completion = completionOf(history, run, rescued);
    if (completion === null) return { imported: [], alreadyPresent: [run] };
    if (insert(history, completion)) return { imported: [run], alreadyPresent: [] };
    // Somebody else added to the run meanwhile: what is missing is another question now.
  }
}

function runOf({ header, events, source, firstLine }: RescuedRun): string {
  const run = header?.run ?? events[0]?.run ?? '';
  const other = events.findIndex((event) => event.run !== run);
  if (other === -1) return run;
  const flaw = { path: ['run'], given: events[other]?.run, allowed: `${run}: a rescue file has one experiment` };
  throw refusedValue({ source, line: firstLine + other }, flaw);
}

/** Null when nothing is missing. */
function completionOf(history: History, run: string, rescued: RescuedRun): Completion | null {
  const recorded = history.has(run) ? [...history.events(run)] : [];
  const { events, header, source, firstLine } = rescued;
  const after = header?.after ?? null;
  const known = alreadyRecorded({ recorded: recorded.map(asText), inFile: events.map(asText), after });
  if (known === events.length) return null;
  refuseRecorded(history, run, rescued);
  if (recorded.some(({ type }) => type === 'ended')) throw finished(run, source);
  const here = { run, path: history.path, recorded: recorded.length };
  if (known === null)
    throw recorded.length === 0 ? withoutBeginning(here, source) : notContinued(here, after ?? 0, source);
  const missing = events.slice(known);
  const all = [...recorded, ...missing];
  if (!all.some(({ type }) => type === 'started')) throw withoutBeginning(here, source);
  const flaw = flawOfStory(all, run);
  if (flaw !== null) throw refusedValue({ source, line: firstLine + known + flaw.index - recorded.length }, flaw);
  const result = summaryOf(all, run, source);
  if (!mayHaveResult(history, result)) throw finished(run, source);
  return { run, after: recorded.length, missing, result };
}

const asText = (event: RunEvent): string => JSON.stringify(event);

/** In another process that goes on, the recorder of the run may have written this file, and so be closed. */
function refuseRecorded(history: History, run: string, { header, source }: RescuedRun): void {
  const owner = history.recordingProcess(run);
  if (owner === null) return;
  const { pid, since } = header?.writer ?? {};
  if (pid === owner.pid && since === owner.since && !isThisProcess(owner)) return;
  throw new HalfopenError({
    code: 'experiment-running',
    fault: 'input',
    message: `Experiment ${run} is still being recorded, by process ${owner.pid}. Nothing of ${source} was imported.`,
    hint: 'Import the file when the experiment has ended.',
    given: run,
  });
}

/**
 * A result that was saved does not change. One that was saved while its last events were not gets them when they lead
 * to that very result.
 */
function mayHaveResult(history: History, result: ExperimentResult): boolean {
  const status = history.statusOf(result.id);
  if (status !== 'complete' && status !== 'cancelled') return true;
  if (history.isHidden(result.id)) return false;
  const saved = history.get(result.id);
  return JSON.stringify({ ...result, name: saved.name }) === JSON.stringify(saved);
}

/** @returns false when the run is not as it was when `completion` was computed. */
function insert(history: History, { run, after, missing, result }: Completion): boolean {
  return history.transaction(() => {
    if (history.eventCount(run) !== after) return false;
    history.addEvents(run, missing);
    if (history.isHidden(run)) history.unhide([run]);
    history.saveResult(result);
    return true;
  });
}

/** What the history has of a run. */
interface Here {
  readonly run: string;
  readonly path: string;
  readonly recorded: number;
}

const finished = (run: string, source: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-finished',
    fault: 'input',
    message: `Experiment ${run} is finished, and ${source} would change it. Nothing was imported.`,
    hint: 'Import the file into another history: see --db.',
    given: run,
  });

const withoutBeginning = ({ run, path }: Here, given: string): HalfopenError =>
  incomplete(`${given} is the end of experiment ${run}, whose beginning is not in ${path}.`, given);

function notContinued({ run, path, recorded }: Here, after: number, given: string): HalfopenError {
  const does = `${given} continues experiment ${run} after its event ${after}`;
  const but = recorded < after ? `has ${recorded} of them` : `has ${recorded} events, and others from there on`;
  return incomplete(`${does}; ${path} ${but}.`, given);
}

const incomplete = (message: string, given: string): HalfopenError =>
  new HalfopenError({
    code: 'import-incomplete',
    fault: 'input',
    message,
    hint: 'Nothing was imported. Import it into the history that the experiment was recorded in: see --db.',
    given,
  });
