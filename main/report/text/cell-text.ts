/** What a cell and a trial say in a few words. */
import type { Prediction } from '#model/prediction.ts';
import type { Verdict } from '#model/detector.ts';
import { isTransient } from '#model/faults/index.ts';
import type { CellView, TrialView } from '../facts/cell.ts';
import { duration, exact, exactRange, range, setting } from './numbers.ts';
import type { Words } from '../words/en.ts';

const nbsp = '\u00a0';

/** A censored trial is never given a number of its own. */
export const beyond = (deadlineMs: number): string => `>${nbsp}${setting(deadlineMs)}`;

export function measuredText(cell: CellView, words: Words, deadlineMs: number): string {
  switch (cell.state) {
    case 'detected':
    case 'false-alarm':
      return cell.p50Ms === null ? '\u2013' : duration(cell.p50Ms);
    case 'undetected':
      return beyond(deadlineMs);
    case 'survived':
    case 'invalid':
    case 'empty':
      return words.cell[cell.state];
    case 'mixed':
      return words.cell.mixed(cell.detected + cell.falseAlarms, cell.valid, cell.p50Ms ?? 0);
  }
}

export function predictedText(prediction: Prediction, transient: boolean, words: Words): string {
  switch (prediction.kind) {
    case 'interval':
      return range(prediction);
    case 'never':
      return transient ? words.cell.silence : words.cell.never;
    case 'unpredicted':
      return words.cell.unpredicted;
  }
}

/** Where the phase of the fault decides, a cell has no prediction of its own, but its trials have. */
export function cellPrediction(cell: CellView, words: Words): string {
  const byTrial = cell.trials.some(({ predicted }) => predicted.kind !== 'unpredicted');
  if (cell.prediction.kind === 'unpredicted' && byTrial) return words.cell.byTrial;
  return predictedText(cell.prediction, isTransient(cell.fault), words);
}

export function trialMeasured(trial: TrialView, words: Words, deadlineMs: number): string {
  if (trial.timeMs !== null) {
    const time = exact(trial.timeMs);
    const named = trial.outcome === 'false-alarm' ? `${words.outcome['false-alarm']} ${time}` : time;
    return trial.timeMs < 0 ? `${named} (${words.cell.beforeFault})` : named;
  }
  if (trial.outcome === 'undetected') return beyond(deadlineMs);
  return words.outcome[trial.outcome];
}

export function trialPredicted(trial: TrialView, transient: boolean, words: Words): string {
  return trial.predicted.kind === 'interval'
    ? exactRange(trial.predicted)
    : predictedText(trial.predicted, transient, words);
}

/** `ETIMEDOUT`, `eof`, or the detector's own reason. */
export function verdictText(verdict: Verdict | null): string {
  if (verdict === null) return '\u2013';
  if (verdict.kind === 'dead' && verdict.errno !== null) return verdict.errno;
  return verdict.reason;
}

/** The verdict, and how long before it the capture shows that the kernel knew. */
export function trialVerdict({ result, timeMs }: TrialView, words: Words): string {
  const verdict = verdictText(result.verdict);
  const decidedMs = result.wire?.decidedMs ?? null;
  if (decidedMs === null || timeMs === null || decidedMs > timeMs) return verdict;
  return words.kernelBefore(verdict, timeMs - decidedMs);
}

export function offByText(offByMs: number | null, { agreement }: Words): string {
  if (offByMs === null) return '\u2013';
  return offByMs > 0 ? agreement.tooLate(duration(offByMs)) : agreement.tooEarly(duration(-offByMs));
}
