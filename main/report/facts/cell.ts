/** What one cell and one trial say, judged once for every format. */
import type { Prediction } from '#model/prediction.ts';
import { qualityOfResults } from '#model/result/quality-of-service.ts';
import type { CellResult, Outcome, QualityOfService, TrialResult } from '#model/result/result.ts';
import { nearestRank } from '#model/result/statistics.ts';

/** `mixed`: valid trials ended differently. `invalid`: none was valid. `empty`: none was run. */
export type CellState = Exclude<Outcome, 'invalid'> | 'mixed' | 'invalid' | 'empty';
/** `unjudged`: theory said nothing that could be compared. */
export type Judgement = 'agrees' | 'disagrees' | 'unjudged';

export interface TrialView {
  readonly result: TrialResult;
  readonly outcome: Outcome;
  /** Milliseconds from the fault to the verdict; null without one. */
  readonly timeMs: number | null;
  /** For this very trial where it was measured, else the cell's. */
  readonly predicted: Prediction;
  readonly judgement: Judgement;
}

export interface CellView {
  readonly detector: CellResult['detector'];
  readonly fault: CellResult['fault'];
  readonly traffic: CellResult['traffic'];
  readonly prediction: Prediction;
  readonly trials: readonly TrialView[];
  readonly state: CellState;
  readonly judgement: Judgement;
  readonly valid: number;
  readonly invalid: number;
  readonly detected: number;
  readonly falseAlarms: number;
  readonly p50Ms: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  /** Of results of older versions, as much as their trials tell. */
  readonly quality: QualityOfService;
}

const judged = (within: boolean | null): Judgement => (within === null ? 'unjudged' : within ? 'agrees' : 'disagrees');

function viewOfTrial(result: TrialResult, cell: CellResult): TrialView {
  const reached = result.outcome === 'detected' || result.outcome === 'false-alarm';
  return {
    result,
    outcome: result.outcome,
    timeMs: reached ? result.detectionMs : null,
    predicted: result.predicted ?? cell.prediction,
    judgement: result.outcome === 'invalid' ? 'unjudged' : judged(result.withinPrediction),
  };
}

function stateOf(trials: readonly TrialView[], valid: readonly TrialView[]): CellState {
  if (trials.length === 0) return 'empty';
  const [first] = valid;
  if (first === undefined || first.outcome === 'invalid') return 'invalid';
  return valid.every((trial) => trial.outcome === first.outcome) ? first.outcome : 'mixed';
}

function judgementOf(trials: readonly TrialView[]): Judgement {
  if (trials.some((trial) => trial.judgement === 'disagrees')) return 'disagrees';
  return trials.some((trial) => trial.judgement === 'agrees') ? 'agrees' : 'unjudged';
}

export function viewOfCell(cell: CellResult, deadlineMs: number): CellView {
  const trials = cell.trials.map((trial) => viewOfTrial(trial, cell));
  const valid = trials.filter((trial) => trial.outcome !== 'invalid');
  const times = valid.flatMap((trial) => (trial.timeMs === null ? [] : [trial.timeMs]));
  return {
    detector: cell.detector,
    fault: cell.fault,
    traffic: cell.traffic,
    prediction: cell.prediction,
    trials,
    state: stateOf(trials, valid),
    judgement: judgementOf(valid),
    valid: valid.length,
    invalid: trials.length - valid.length,
    detected: valid.filter((trial) => trial.outcome === 'detected').length,
    falseAlarms: valid.filter((trial) => trial.outcome === 'false-alarm').length,
    p50Ms: cell.stats.p50Ms ?? nearestRank(times, 0.5),
    minMs: times.length === 0 ? null : Math.min(...times),
    maxMs: times.length === 0 ? null : Math.max(...times),
    quality: cell.stats.quality ?? qualityOfResults(cell.trials, cell.fault, deadlineMs),
  };
}
