/** How far an experiment is, from its events; and how that looks. No terminal and no clock in here. */
import { durationMsOf } from '#engine/timetable.ts';
import type { Verdict } from '#model/detector.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import type { RunEvent, TrialId } from '#model/event.ts';
import { faultLabel } from '#model/faults/index.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { trialsOf } from '#model/plan/trials.ts';
import type { Trial } from '#model/plan/trials.ts';
import { seededChance } from '#platform/machine/chance.ts';

export interface Progress {
  readonly name: string;
  readonly expectedMs: number;
  readonly trials: readonly Trial[];
  readonly startedAt: Ns;
  /** The time that counts is that of the events. */
  readonly isSimulated: boolean;
  lastAt: Ns;
  readonly struckAt: Map<TrialId, Ns>;
  readonly decided: Set<TrialId>;
  /** Trials of `decided` that were struck before. */
  struckAndDecided: number;
  invalid: number;
  lastVerdict: string | null;
}

/** Takes one event in; null before the run has started. `Progress` is changed in place: there are thousands of events. */
export function noteProgress(progress: Progress | null, event: RunEvent): Progress | null {
  if (event.type === 'started') return begin(event);
  if (progress === null) return null;
  progress.lastAt = event.at;
  if (event.type === 'fault') progress.struckAt.set(event.trial, event.began.from);
  if (event.type === 'trial-ended') noteEnd(progress, event);
  return progress;
}

/** The live region: three calm lines, none longer than the terminal is wide. */
export function renderProgress(progress: Progress, elapsedMs: number, columns: number): string {
  const { waiting, struck, decided } = counts(progress);
  const head = `${progress.name}  ${howFar(progress, elapsedMs)}`;
  const width = Math.max(10, Math.min(40, columns - 44));
  const tally = `${decided} decided, ${struck} struck, ${waiting} waiting`;
  const lines = [head, `${bar([decided, struck, waiting], width)}  ${tally}`, progress.lastVerdict ?? ''];
  return lines.map((line) => shorten(line, columns - 1)).join('\n');
}

function howFar({ isSimulated, startedAt, lastAt, expectedMs }: Progress, elapsedMs: number): string {
  if (!isSimulated) return `${clock(elapsedMs)} of about ${clock(expectedMs)}`;
  return `${clock(msBetween(startedAt, lastAt))} of about ${clock(expectedMs)} of virtual time`;
}

/** One plain line for logs. */
export function describeProgress(progress: Progress, elapsedMs: number): string {
  const { struck, decided } = counts(progress);
  const invalid = progress.invalid === 0 ? '' : `, ${progress.invalid} invalid`;
  return `${howFar(progress, elapsedMs)}: ${decided} of ${progress.trials.length} trials decided, ${struck} struck${invalid}`;
}

function begin({ plan, at, host }: RunEvent & { readonly type: 'started' }): Progress {
  return {
    name: plan.name,
    expectedMs: durationMsOf(plan, seededChance(plan.seed)),
    trials: trialsOf(plan),
    startedAt: at,
    isSimulated: host.simulated === true,
    lastAt: at,
    struckAt: new Map(),
    decided: new Set(),
    struckAndDecided: 0,
    invalid: 0,
    lastVerdict: null,
  };
}

function noteEnd(progress: Progress, event: RunEvent & { readonly type: 'trial-ended' }): void {
  const struckAt = progress.struckAt.get(event.trial);
  progress.decided.add(event.trial);
  if (struckAt !== undefined) progress.struckAndDecided += 1;
  if (event.outcome === 'invalid') progress.invalid += 1;
  const trial = progress.trials[event.trial];
  if (trial === undefined || event.verdict === null || event.verdictAt === null) return;
  const when = struckAt === undefined ? 'before the fault' : `after ${seconds(msBetween(struckAt, event.verdictAt))}`;
  const { detector, fault } = trial.cell;
  progress.lastVerdict = `${detectorLabel(detector)} on ${faultLabel(fault)}: ${word(event.verdict)} ${when}`;
}

function counts({ trials, struckAt, decided, struckAndDecided }: Progress) {
  const struck = struckAt.size - struckAndDecided;
  return { decided: decided.size, struck, waiting: trials.length - decided.size - struck };
}

const cells = ['█', '▒', '░'] as const;

/** Shares of a bar; every share that is not nothing gets at least one cell, so the first verdict shows. */
function bar(shares: readonly number[], width: number): string {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let drawn = '';
  for (const [index, share] of shares.entries()) {
    const exact = total === 0 ? 0 : (share / total) * width;
    const size = share > 0 ? Math.max(1, Math.round(exact)) : 0;
    drawn += (cells[index] ?? ' ').repeat(size);
  }
  return drawn.slice(0, width).padEnd(width, cells[2]);
}

function word(verdict: Verdict): string {
  return 'errno' in verdict && verdict.errno !== null ? `${verdict.kind} (${verdict.errno})` : verdict.kind;
}

function clock(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours === 0 ? `${two(minutes)}:${two(total % 60)}` : `${hours}:${two(minutes)}:${two(total % 60)}`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function shorten(line: string, columns: number): string {
  return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}
