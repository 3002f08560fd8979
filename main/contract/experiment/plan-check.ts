/** What no single field shows: duplicates, settings that cancel each other, sizes out of reach. Found before any socket opens. */
import { formatPath } from './problem.ts';
import type { Finding } from './problem.ts';
import { detectionMs } from '#model/detectors/bfd.ts';
import { expectedOf, firstGaps, silenceAt } from '#model/detectors/phi.ts';
import { detectorLabel } from '#model/detectors/label.ts';
import { shortDuration } from '#model/duration.ts';
import { speaksOf } from '#model/plan/expectations.ts';
import type { DetectorSettings, KeepaliveSettings, Plan } from '#model/settings.ts';
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
      [...userTimeoutWarnings(detector), ...deadlineWarnings(detector, plan.deadlineMs)].map(
        (warning) => `${formatPath(['detectors', index])}: ${warning}`,
      ),
    ),
  };
}

/** How long this detector takes at most to notice silence on an idle connection, kernel granules aside; null when it never does. */
export function longestDetectionMs(detector: DetectorSettings): number | null {
  switch (detector.kind) {
    case 'keepalive':
      return detector.idleMs + unansweredProbes(detector) * detector.intervalMs;
    case 'heartbeat':
    case 'dedicated-heartbeat':
      return detector.idleMs + detector.tries * detector.intervalMs;
    case 'receive-deadline':
      return detector.everyMs + detector.slackMs;
    case 'oob':
      return detector.intervalMs + detector.silenceMs + detector.everyMs;
    case 'user-timeout':
      return detector.timeoutMs;
    case 'tcp-info':
      return detector.rule === 'unacked' ? detector.silenceMs + detector.everyMs : null;
    case 'phi-accrual':
      return Math.ceil(silenceAt(detector.threshold, expectedOf(firstGaps(detector), detector)));
    case 'k-of-n':
      return detector.k * detector.intervalMs + detector.slackMs;
    case 'bfd':
      return detectionMs(detector);
    case 'learned-heartbeat':
      return detector.maxMs + detector.tries * detector.timeoutMs;
    case 'eof':
    case 'write-probe':
      return null;
  }
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
    if (fault.kind === 'outage' && fault.durationMs >= plan.deadlineMs)
      return [{ path: ['faults', index, 'duration'], given: shortDuration(fault.durationMs), allowed }];
    if (fault.kind === 'firewall-forgets' && fault.afterMs >= plan.deadlineMs)
      return [{ path: ['faults', index, 'after'], given: shortDuration(fault.afterMs), allowed }];
    if ((fault.kind === 'reboot' || fault.kind === 'host-reboot') && fault.downMs >= plan.deadlineMs)
      return [{ path: ['faults', index, 'down'], given: shortDuration(fault.downMs), allowed }];
    return [];
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
  switch (detector.kind) {
    case 'heartbeat':
      return detector.from === 'client';
    case 'phi-accrual':
    case 'k-of-n':
    case 'learned-heartbeat':
      return true;
    case 'eof':
    case 'keepalive':
    case 'user-timeout':
    case 'dedicated-heartbeat':
    case 'tcp-info':
    case 'oob':
    case 'write-probe':
    case 'receive-deadline':
    case 'bfd':
      return false;
  }
}

/** An expectation that speaks of no cell could never fail. */
function expectationsOfNothing(plan: Plan): Finding[] {
  const cells = cellsOf(plan);
  return plan.expect.flatMap((expectation, index) => {
    const matches = cells.some((cell) => speaksOf(expectation, cell));
    if (matches) return [];
    return [{ path: ['expect', index], problem: `no cell of this experiment matches "${expectation.text}"` }];
  });
}

/**
 * Unanswered probes until the kernel gives up. With a user timeout the count is not looked at:
 * it ends at the first probe tick with `idle + k*interval >= userTimeout` (tcp_keepalive_timer, net/ipv4/tcp_timer.c).
 */
function unansweredProbes({ idleMs, intervalMs, count, userTimeoutMs }: KeepaliveSettings): number {
  if (userTimeoutMs === undefined) return count;
  return Math.max(1, Math.ceil((userTimeoutMs - idleMs) / intervalMs));
}

/** The conflict behind grpc/grpc-go#6250; Cloudflare's "When TCP sockets refuse to die" advises just under the budget. */
function userTimeoutWarnings(detector: DetectorSettings): string[] {
  if (detector.kind !== 'keepalive' || detector.userTimeoutMs === undefined) return [];
  const probes = unansweredProbes(detector);
  if (probes === detector.count) return [];
  const timeout = shortDuration(detector.userTimeoutMs);
  const budget = shortDuration(detector.idleMs + detector.count * detector.intervalMs);
  if (probes === 1)
    return [
      `with userTimeout ${timeout} one lost probe ends the connection: the kernel ignores count ${detector.count} once a user ` +
        `timeout is set. A timeout just under idle + count x interval = ${budget} keeps both limits`,
    ];
  return [
    `with userTimeout ${timeout} the kernel gives up after ${probes} unanswered probes, not ${detector.count}: it ignores ` +
      `count once a user timeout is set. A timeout just under idle + count x interval = ${budget} keeps both limits`,
  ];
}

function deadlineWarnings(detector: DetectorSettings, deadlineMs: number): string[] {
  const longest = longestDetectionMs(detector);
  if (longest === null || longest <= deadlineMs) return [];
  return [
    `may need ${shortDuration(longest)} to detect silence, longer than the deadline of ${shortDuration(deadlineMs)}: ` +
      'such trials will end as "undetected"',
  ];
}
