/** What no single field shows: duplicates, settings that cancel each other, sizes out of reach. Found before any socket opens. */
import { formatPath } from './problem.ts';
import type { Finding } from './problem.ts';
import { detectorLabel, detectorWarnings, traitsOf } from '#model/detectors/index.ts';
import { shortDuration } from '#model/duration.ts';
import { speaksOf } from '#model/plan/expectations.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { faultTraits } from '#model/faults/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import { cellsOf } from '#model/plan/trials.ts';

/** One process and its file descriptors (20 000 is a usual hard limit); a larger plan is several experiments. */
export const maxTrials = 20_000;

export interface PlanCheck {
  readonly problems: readonly Finding[];
  readonly warnings: readonly string[];
}

export function checkPlan(plan: Plan): PlanCheck {
  return {
    problems: [
      ...duplicates('detectors', plan.detectors),
      ...duplicates('faults', plan.faults),
      ...duplicates('traffic', plan.traffic),
      ...tooManyTrials(plan),
      ...faultsThatOutlastTheDeadline(plan),
      ...pingsThatNobodyReads(plan),
      ...expectationsOfNothing(plan),
    ],
    warnings: plan.detectors.flatMap((detector, index) =>
      [...detectorWarnings(detector), ...deadlineWarnings(detector, plan.deadlineMs)].map(
        (warning) => `${formatPath(['detectors', index])}: ${warning}`,
      ),
    ),
  };
}

function duplicates(list: string, entries: readonly unknown[]): Finding[] {
  const firstAt = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const text = JSON.stringify(entry, (key, value: unknown) => (key === 'role' ? undefined : value));
    const first = firstAt.get(text);
    if (first === undefined) firstAt.set(text, index);
    return first === undefined ? [] : [{ path: [list, index], problem: `duplicate of ${formatPath([list, first])}` }];
  });
}

function tooManyTrials(plan: Plan): Finding[] {
  const factors = [plan.detectors.length, plan.faults.length, plan.traffic.length, plan.repeats];
  const trials = factors.reduce((product, factor) => product * factor, 1);
  if (trials <= maxTrials) return [];
  const given = `${trials} trials (detectors x faults x traffic x repeats = ${factors.join(' x ')})`;
  return [{ path: ['repeats'], given, allowed: `at most ${maxTrials} trials in one experiment` }];
}

function faultsThatOutlastTheDeadline(plan: Plan): Finding[] {
  const allowed = `shorter than the deadline of ${shortDuration(plan.deadlineMs)}, so that the trial sees what happens afterwards`;
  return plan.faults.flatMap((fault, index) => {
    const { showsAfter } = faultTraits(fault);
    if (showsAfter === null || showsAfter.ms < plan.deadlineMs) return [];
    return [{ path: ['faults', index, showsAfter.setting], given: shortDuration(showsAfter.ms), allowed }];
  });
}

/** A PING behind a closed window is never answered: such a trial would be over before its fault. */
function pingsThatNobodyReads(plan: Plan): Finding[] {
  const at = plan.traffic.indexOf('zero-window');
  if (at === -1) return [];
  return plan.detectors.flatMap((detector, index) => {
    if (!needsReader(detector)) return [];
    const given = `${detectorLabel(detector)} with traffic zero-window`;
    const allowed =
      'a detector whose peer need not read: its PING waits behind the closed window, and the peer never answers it. ' +
      'Use a connection of its own (dedicated-heartbeat), let the peer send PING (from: server), or remove zero-window';
    return [{ path: ['detectors', index], given, allowed }];
  });
}

function needsReader(detector: DetectorSettings): boolean {
  const { awaits } = traitsOf(detector);
  return awaits?.what === 'pong' && awaits.channel === 'main';
}

/** An expectation that speaks of no cell could never fail. It knows kinds and roles: one cell of each will do. */
function expectationsOfNothing({ detectors, faults, traffic, expect }: Plan): Finding[] {
  const cells = cellsOf({
    detectors: oneOfEach(detectors, ({ kind, role }) => `${kind} ${role ?? ''}`),
    faults: oneOfEach(faults, ({ kind }) => kind),
    traffic: [...new Set(traffic)],
  });
  return expect.flatMap((expectation, index) => {
    const matches = cells.some((cell) => speaksOf(expectation, cell));
    if (matches) return [];
    return [{ path: ['expect', index], problem: `no cell of this experiment matches "${expectation.text}"` }];
  });
}

const oneOfEach = <Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string): readonly Entry[] => [
  ...new Map(entries.map((entry) => [nameOf(entry), entry])).values(),
];

function deadlineWarnings(detector: DetectorSettings, deadlineMs: number): string[] {
  const longest = traitsOf(detector).budgetMs;
  if (longest === null || longest <= deadlineMs) return [];
  return [
    `may need ${shortDuration(longest)} to detect silence, longer than the deadline of ${shortDuration(deadlineMs)}: ` +
      'such trials will end as "undetected"',
  ];
}
