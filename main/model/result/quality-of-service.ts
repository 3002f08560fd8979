/**
 * The quality of service of a detector in one cell, over trials: Chen, Toueg and Aguilera, IEEE ToC 51(5), May 2002.
 * A mistake is a final verdict (`dead`, `closed`) on a peer that was alive. A session ends with its verdict, so
 *  - each trial makes one mistake at most, and its exposure ends there;
 *  - T_M, how long a mistake lasts, is censored for verdicts. Only warnings (`suspect`), which are taken back by `alive`,
 *    have a duration;
 *  - T_MR, from one mistake to the next, is exposure per mistake: as if the application connected anew at once.
 * Exposure is time in which the peer was alive and watched: from the connection to the verdict or, without one, to the end
 * of the trial (a fault that passes: the healthy time before it, the time under it, and what remains after it healed) or
 * to the fault (one that stays). `underFault` leaves out what was before the fault.
 */
import { garwood, wilson } from './confidence.ts';
import type { Interval } from './confidence.ts';
import { isTransient } from '../faults/index.ts';
import type { AtLeast, Estimate, Missing, MistakeRate, QualityOfService, TrialResult } from './result.ts';
import type { Fault } from '../faults/index.ts';
import type { WatchedTrial } from './statistics.ts';

export function qualityOfService(trials: readonly WatchedTrial[], fault: Fault, deadlineMs: number): QualityOfService {
  const valid = trials.filter(({ result }) => result.outcome !== 'invalid');
  const results = valid.map(({ result }) => result);
  const mistakes = results.filter(isMistake).length;
  const passes = isTransient(fault);
  return {
    sessions: valid.length,
    mistakes,
    killed: shareOf(valid.length === 0 ? null : mistakes / valid.length, valid.length),
    alive: aliveRate(valid),
    underFault: passes ? underFault(results, deadlineMs) : null,
    mistakeDurationMs: durationOf(results, mistakes),
    accuracy: passes ? accuracyOf(results, deadlineMs) : absent('fault-stays'),
  };
}

/** Of what a report has at hand, when an older version did not keep the quality. */
export const qualityOfResults = (trials: readonly TrialResult[], fault: Fault, deadlineMs: number): QualityOfService =>
  qualityOfService(
    trials.map((result) => ({ result, aliveMs: null })),
    fault,
    deadlineMs,
  );

const isMistake = ({ outcome }: TrialResult): boolean => outcome === 'false-alarm';
const absent = <I = Interval>(missing: Missing, interval95: I | null = null): Estimate<I> => ({
  value: null,
  interval95,
  missing,
});

function shareOf(share: number | null, n: number): Estimate {
  return share === null ? absent('no-trials') : { value: share, interval95: wilson(share, n), missing: null };
}

function aliveRate(valid: readonly WatchedTrial[]): MistakeRate | null {
  if (valid.some(({ aliveMs }) => aliveMs === null)) return null;
  const exposureMs = valid.reduce((sum, { aliveMs }) => sum + (aliveMs ?? 0), 0);
  return rateOf(valid.filter(({ result }) => isMistake(result)).length, exposureMs);
}

/** Mistakes before the fault have no part in it: theirs is no time under it. */
function underFault(results: readonly TrialResult[], deadlineMs: number): MistakeRate {
  const struck = results.filter((result) => !isMistake(result) || (result.detectionMs ?? -1) >= 0);
  const exposureMs = struck.reduce((sum, result) => sum + trustedMs(result, deadlineMs), 0);
  return rateOf(struck.filter(isMistake).length, exposureMs);
}

/** From the fault to the verdict, or to the end. */
const trustedMs = (result: TrialResult, deadlineMs: number): number =>
  isMistake(result) ? Math.min(deadlineMs, Math.max(0, result.detectionMs ?? 0)) : deadlineMs;

const hourMs = 3_600_000;

export function rateOf(mistakes: number, exposureMs: number): MistakeRate {
  if (!(exposureMs > 0))
    return { mistakes, exposureMs, perHour: absent('no-exposure'), recurrenceMs: absent('no-exposure') };
  const { from, to } = garwood(mistakes);
  const hours = exposureMs / hourMs;
  const apart: AtLeast = { from: exposureMs / to, to: from === 0 ? null : exposureMs / from };
  return {
    mistakes,
    exposureMs,
    perHour: { value: mistakes / hours, interval95: { from: from / hours, to: to / hours }, missing: null },
    recurrenceMs:
      mistakes === 0 ? absent('no-mistake', apart) : { value: exposureMs / mistakes, interval95: apart, missing: null },
  };
}

function durationOf(results: readonly TrialResult[], mistakes: number): QualityOfService['mistakeDurationMs'] {
  const known = results.flatMap(({ warnings }) => warnings ?? []);
  const takenBack = known.reduce((sum, warning) => sum + warning.takenBack, 0);
  if (takenBack > 0) {
    const suspectedMs = known.reduce((sum, warning) => sum + warning.suspectedMs, 0);
    return { value: suspectedMs / takenBack, missing: null };
  }
  if (mistakes > 0) return { value: null, missing: 'verdict-is-final' };
  if (results.length === 0) return { value: null, missing: 'no-trials' };
  return { value: null, missing: known.some(({ raised }) => raised > 0) ? 'no-warning-taken-back' : 'no-mistake' };
}

function accuracyOf(results: readonly TrialResult[], deadlineMs: number): Estimate {
  if (results.length === 0 || !(deadlineMs > 0)) return absent('no-trials');
  const shares = results.map((result) => trustedMs(result, deadlineMs) / deadlineMs);
  return shareOf(shares.reduce((sum, share) => sum + share, 0) / shares.length, shares.length);
}
