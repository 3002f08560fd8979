/** Which marks occur in strip plots, in the order in which a legend explains them. */
import type { CellView } from '../facts/cell.ts';
import { finishOf } from './axis.ts';

export type StripKey = 'trial' | 'band' | 'trialBand' | 'censored' | 'falseAlarm' | 'survived' | 'miss' | 'faultEnds';

export function stripKeysOf(cells: readonly CellView[]): readonly StripKey[] {
  const trials = cells.flatMap((cell) => cell.trials);
  const outcomes = new Set(trials.map(({ outcome }) => outcome));
  const occurs: Readonly<Record<StripKey, boolean>> = {
    trial: outcomes.has('detected'),
    band: true,
    trialBand: true,
    censored: outcomes.has('undetected'),
    falseAlarm: outcomes.has('false-alarm'),
    survived: outcomes.has('survived'),
    miss: trials.some(({ outcome, judgement }) => outcome !== 'invalid' && judgement === 'disagrees'),
    faultEnds: cells.some(({ fault }) => finishOf(fault) !== null),
  };
  return (Object.keys(occurs) as StripKey[]).filter((key) => occurs[key]);
}
