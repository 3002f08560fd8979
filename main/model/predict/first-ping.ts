import type { RangeMs } from '../time.ts';
import type { Known } from './known.ts';
import { range, rest, shift } from './ranges.ts';

interface AfterSilence {
  readonly silenceMs: number;
  /** True when the session's own writes put the PING off. */
  readonly isPutOffByWrites: boolean;
}

/** From the fault to the first PING after a silence that stays unanswered; negative for one whose PONG was on its way. */
export function firstPingAfter(
  { silenceMs, isPutOffByWrites }: AfterSilence,
  { sinceHeardMs, untilWriteMs }: Pick<Known, 'sinceHeardMs' | 'untilWriteMs'>,
): RangeMs {
  if (isPutOffByWrites && untilWriteMs !== null) return shift(untilWriteMs, silenceMs);
  const { fromMs, toMs } = sinceHeardMs;
  const isMeasured = fromMs === toMs;
  return isMeasured && fromMs > silenceMs ? range(silenceMs - toMs, 0) : rest(silenceMs, sinceHeardMs);
}
