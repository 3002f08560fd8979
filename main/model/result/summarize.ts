/** Recorded events to the result of an experiment: the one way results come about, for live runs and for history. */
import type { Verdict } from '../detector.ts';
import type { Interval } from './confidence.ts';
import { detectorLabel } from '../detectors/index.ts';
import { HalfopenError } from '../error.ts';
import type { RunEvent, TrialId } from '../event.ts';
import { checkExpectation } from '../plan/expectations.ts';
import { faultLabel } from '../faults/index.ts';
import { isTransient } from '../faults/index.ts';
import { judge } from './judge.ts';
import { chanceUnderLoss, predictCell } from '../predict/index.ts';
import type { Kernel, OperatingSystem, Prediction } from '../prediction.ts';
import { qualityOfService } from './quality-of-service.ts';
import type { CellResult, ExperimentResult, HostFacts, TrialResult } from './result.ts';
import type { Fault } from '../faults/index.ts';
import type { Plan } from '../plan/plan.ts';
import { statsOf } from './statistics.ts';
import { strainOf } from './strain.ts';
import type { WatchedTrial } from './statistics.ts';
import { msBetween } from '../time.ts';
import type { Ns } from '../time.ts';
import { cellsOf, trialsOf } from '../plan/trials.ts';
import type { Cell, Trial } from '../plan/trials.ts';

type Event<Type extends RunEvent['type']> = RunEvent & { readonly type: Type };

/** All that is kept of a trial while its events go by. */
interface TrialRecord {
  linked?: Event<'linked'>;
  fault?: Event<'fault'>;
  ended?: Event<'trial-ended'>;
}

interface RunRecord {
  started: Event<'started'> | null;
  ended: Event<'ended'> | null;
  lastAt: Ns | null;
  readonly trials: Map<TrialId, TrialRecord>;
}

/**
 * The result of run `id`. A stream that breaks off gives a partial result:
 * what was measured counts, trials that did not end are invalid and say why.
 * @throws HalfopenError `run-not-recorded` when not even the start was recorded.
 */
export function summarize(events: Iterable<RunEvent>, id: string): ExperimentResult {
  const run = collect(events, id);
  if (run.started === null)
    throw new HalfopenError({
      code: 'run-not-recorded',
      fault: 'input',
      message: `nothing was recorded of experiment ${id}`,
    });
  const { plan, host, startedAt, at } = run.started;
  const trials = trialsOf(plan);
  const theories = theoriesOf(plan, host);
  const cells = cellsOf(plan).map((cell) =>
    cellResult(
      cell,
      ofCell(trials, cell, plan).map((trial) => trialResult(trial, run, plan)),
      { theory: theories[cell.index] ?? theoryOf(cell, plan, kernelOf(host)), deadlineMs: plan.deadlineMs },
    ),
  );
  const figures = run.ended?.figures ?? null;
  return {
    schema: 'halfopen.experiment/1',
    id,
    name: plan.name,
    status: run.ended?.status ?? 'partial',
    startedAt,
    durationMs: round(msBetween(at, run.ended?.at ?? run.lastAt ?? at)),
    host,
    plan,
    cells,
    expectations: plan.expect.map((expectation) => checkExpectation(expectation, cells, plan.deadlineMs)),
    figures,
    strain: strainOf(plan.detectors, figures),
  };
}

/** Trials stand in the order of their cells. */
function ofCell(trials: readonly Trial[], { index }: Cell, { repeats }: Plan): readonly Trial[] {
  return trials.slice(index * repeats, (index + 1) * repeats);
}

const systems: Readonly<Record<string, OperatingSystem>> = { Darwin: 'darwin', Windows_NT: 'windows' };

/** The kernel that a host's facts describe (os.type() of Node); an unknown system is predicted as Linux. */
export function kernelOf({ os, hz, retries2 }: HostFacts): Kernel {
  return { os: systems[os] ?? 'linux', hz, retries2 };
}

function collect(events: Iterable<RunEvent>, id: string): RunRecord {
  const run: RunRecord = { started: null, ended: null, lastAt: null, trials: new Map() };
  for (const event of events) {
    if (event.run !== id) continue;
    run.lastAt = run.lastAt === null || event.at > run.lastAt ? event.at : run.lastAt;
    if (event.type === 'started') run.started = event;
    else if (event.type === 'ended') run.ended = event;
    else keep(run.trials, event);
  }
  return run;
}

function keep(trials: RunRecord['trials'], event: Exclude<RunEvent, Event<'started' | 'ended'>>): void {
  const record = trials.get(event.trial) ?? {};
  trials.set(event.trial, record);
  if (event.type === 'linked') record.linked = event;
  else if (event.type === 'fault') record.fault = event;
  else if (event.type === 'trial-ended') record.ended = event;
}

/** What theory says of a cell. */
interface Theory {
  readonly prediction: Prediction;
  /** The share of mistakes that chance alone makes. */
  readonly expected: Interval | null;
}

/** Of a plan that is folded again and again while it runs: theory does not change meanwhile. */
const known = new WeakMap<Plan, readonly Theory[]>();

function theoriesOf(plan: Plan, host: HostFacts): readonly Theory[] {
  const made = known.get(plan) ?? cellsOf(plan).map((cell) => theoryOf(cell, plan, kernelOf(host)));
  known.set(plan, made);
  return made;
}

const theoryOf = (cell: Cell, { deadlineMs }: Plan, kernel: Kernel): Theory => ({
  prediction: predictCell({ ...cell, kernel }),
  expected: chanceUnderLoss({ ...cell, kernel }, deadlineMs),
});

interface Judging {
  readonly theory: Theory;
  readonly deadlineMs: number;
}

function cellResult(cell: Cell, trials: readonly WatchedTrial[], { theory, deadlineMs }: Judging): CellResult {
  const { detector, fault, traffic } = cell;
  return {
    detector: { ...detector, label: detectorLabel(detector) },
    fault: { ...fault, label: faultLabel(fault) },
    traffic,
    prediction: theory.prediction,
    trials: trials.map(({ result }) => result),
    stats: {
      ...statsOf(trials, fault),
      quality: { ...qualityOfService(trials, fault, deadlineMs), expected: theory.expected },
    },
  };
}

function trialResult({ id, repeat, cell }: Trial, run: RunRecord, plan: Plan): WatchedTrial {
  const record = run.trials.get(id) ?? {};
  const { linked, fault, ended } = record;
  const measured = {
    repeat,
    predicted: fault?.prediction ?? null,
    faultSpanMs: fault === undefined ? null : round(msBetween(fault.began.from, fault.began.to)),
    effective: linked?.effective ?? null,
  };
  if (ended === undefined) return { result: { ...measured, ...unfinished(linked !== undefined) }, aliveMs: null };
  const detectionMs = sinceFault(fault, ended.verdictAt);
  const { outcome, verdict, probePackets, probeBytes, healthyMs, wire = null, invalidReason, warnings } = ended;
  const isJudged = outcome !== 'invalid' && fault !== undefined;
  const result: TrialResult = {
    ...measured,
    outcome,
    detectionMs,
    verdict,
    withinPrediction: isJudged ? agrees({ cell, fault, verdict, detectionMs, plan }) : null,
    probePackets,
    probeBytes,
    healthyMs,
    wire,
    invalidReason,
    ...(warnings !== undefined && { warnings }),
  };
  return { result, aliveMs: aliveMs(cell.fault, record) };
}

interface JudgedTrial {
  readonly cell: Cell;
  readonly fault: Event<'fault'>;
  readonly verdict: Verdict | null;
  readonly detectionMs: number | null;
  readonly plan: Plan;
}

function agrees({ cell, fault, verdict, detectionMs, plan }: JudgedTrial): boolean | null {
  const { prediction } = fault;
  return judge({ fault: cell.fault, verdict, detectionMs, prediction, deadlineMs: plan.deadlineMs }).withinPrediction;
}

/** A trial that never ended says nothing about its detector. */
function unfinished(wasLinked: boolean) {
  return {
    outcome: 'invalid',
    detectionMs: null,
    verdict: null,
    withinPrediction: null,
    probePackets: null,
    probeBytes: null,
    healthyMs: null,
    invalidReason: wasLinked ? 'not finished' : 'not run',
  } as const;
}

function sinceFault(fault: Event<'fault'> | undefined, verdictAt: Ns | null): number | null {
  return fault === undefined || verdictAt === null ? null : round(msBetween(fault.began.from, verdictAt));
}

/** From the connection to the verdict, or as long as the peer lived: to the fault, or to the end when that passed. */
function aliveMs(kind: Fault, { linked, fault, ended }: TrialRecord): number | null {
  if (linked === undefined || ended === undefined) return null;
  const end = ended.verdictAt ?? ended.at;
  const died = fault !== undefined && !isTransient(kind) ? fault.began.from : end;
  return Math.max(0, msBetween(linked.at, Math.min(end, died) as Ns));
}

/** Nanoseconds make long fractions of a millisecond; microseconds are finer than anything that was measured. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
