/** Measurement against prediction: how much agrees, and every trial that does not. */
import type { Prediction } from '#model/prediction.ts';
import type { CellView, TrialView } from './cell.ts';

export interface Miss {
  readonly cell: CellView;
  readonly trial: TrialView;
  /** Beyond the nearer end of the predicted interval, ms; negative when too early; null when no interval and time met. */
  readonly offByMs: number | null;
}

export interface Agreement {
  readonly trials: number;
  readonly valid: number;
  readonly invalid: number;
  /** Valid trials that theory could be compared with. */
  readonly judged: number;
  readonly agreeing: number;
  readonly unjudged: number;
  /** Of the judged: trials that reached a verdict, and those of them inside the predicted interval. */
  readonly verdictsJudged: number;
  readonly verdictsInside: number;
  /** Of the judged: trials that rightly stayed silent because none was predicted. */
  readonly silentAsPredicted: number;
  readonly misses: readonly Miss[];
  /**
   * Where in its predicted interval each verdict fell: 0 its start, 1 its end.
   * Intervals that begin at the fault are left out: there the verdict is simply at once.
   */
  readonly positions: readonly number[];
}

export interface Censoring {
  /** Trials that ended at the deadline without a verdict on a fault that stays. */
  readonly total: number;
  readonly neverPredicted: number;
  /** A verdict was predicted, but later than the deadline. */
  readonly laterPredicted: number;
  /** A verdict was predicted within the deadline: a miss. */
  readonly contrary: number;
  readonly unpredicted: number;
}

export function agreementOf(cells: readonly CellView[]): Agreement {
  const all = cells.flatMap((cell) => cell.trials.map((trial) => ({ cell, trial })));
  const valid = all.filter(({ trial }) => trial.outcome !== 'invalid');
  const judged = valid.filter(({ trial }) => trial.judgement !== 'unjudged');
  const agreeing = judged.filter(({ trial }) => trial.judgement === 'agrees');
  const verdicts = judged.filter(({ trial }) => trial.timeMs !== null);
  const misses = judged.filter(({ trial }) => trial.judgement === 'disagrees');
  return {
    trials: all.length,
    valid: valid.length,
    invalid: all.length - valid.length,
    judged: judged.length,
    agreeing: agreeing.length,
    unjudged: valid.length - judged.length,
    verdictsJudged: verdicts.length,
    verdictsInside: agreeing.filter(({ trial }) => trial.timeMs !== null).length,
    silentAsPredicted: agreeing.filter(({ trial }) => trial.timeMs === null).length,
    misses: misses.map(({ cell, trial }) => ({ cell, trial, offByMs: offBy(trial.timeMs, trial.predicted) })),
    positions: verdicts.flatMap(({ trial }) => positionIn(trial.timeMs, trial.predicted)),
  };
}

function offBy(timeMs: number | null, predicted: Prediction): number | null {
  if (timeMs === null || predicted.kind !== 'interval') return null;
  if (timeMs > predicted.toMs) return timeMs - predicted.toMs;
  if (timeMs < predicted.fromMs) return timeMs - predicted.fromMs;
  return null;
}

function positionIn(timeMs: number | null, predicted: Prediction): number[] {
  if (timeMs === null || predicted.kind !== 'interval') return [];
  const widthMs = predicted.toMs - predicted.fromMs;
  if (!(widthMs > 0) || !Number.isFinite(widthMs)) return [];
  const position = (timeMs - predicted.fromMs) / widthMs;
  return predicted.fromMs <= 0 && position <= 1 ? [] : [position];
}

export function censoringOf(cells: readonly CellView[], deadlineMs: number): Censoring {
  const open = cells.flatMap((cell) => cell.trials).filter((trial) => trial.outcome === 'undetected');
  const later = ({ predicted }: TrialView): boolean => predicted.kind === 'interval' && predicted.toMs > deadlineMs;
  return {
    total: open.length,
    neverPredicted: open.filter(({ predicted }) => predicted.kind === 'never').length,
    laterPredicted: open.filter(later).length,
    contrary: open.filter((trial) => trial.predicted.kind === 'interval' && !later(trial)).length,
    unpredicted: open.filter(({ predicted }) => predicted.kind === 'unpredicted').length,
  };
}
