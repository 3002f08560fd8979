/** A time axis in percent of its plot's width, so that plots fit any page without a script. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { faultTraits, isTransient } from '#model/faults/index.ts';
import type { CellView } from '../facts/cell.ts';
import { setting } from '../text/numbers.ts';
import type { Fault } from '#model/faults/index.ts';

export interface Tick {
  readonly percent: number;
  readonly label: string;
}

export interface Axis {
  readonly kind: 'linear' | 'log';
  readonly loMs: number;
  readonly hiMs: number;
  /** Percent of the plot's width; times off the axis stand at its ends. */
  readonly at: (ms: number) => number;
  /** Where the axis ends, in percent. */
  readonly to: number;
  readonly ticks: readonly Tick[];
  /** Whether a column for trials without a verdict stands beside the axis. */
  readonly gutter: boolean;
  /** When the fault ends of itself; null for one that stays, or off the axis. */
  readonly endsMs: number | null;
}

const left = 1.5;
/** Percent of the width, where there is one. */
export const gutter = { from: 88, to: 99, middle: 93.5 } as const;

/* Times closer than this factor are read best on a linear axis that begins at the fault. */
const linearUpTo = 25;
/* Nobody who waits for seconds cares what happens below, and the fault's own instant is hardly known better. */
const shortestMs = 1;

/** One axis for all cells of a fault, so that their plots can be compared. */
export function axisFor(fault: Fault, cells: readonly CellView[], deadlineMs: number): Axis {
  const times = cells.flatMap((cell) => cell.trials.flatMap((trial) => trial.timeMs ?? []));
  const ends = cells.flatMap(({ prediction }) =>
    prediction.kind === 'interval' ? [prediction.fromMs, prediction.toMs].filter((ms) => ms <= deadlineMs) : [],
  );
  const finish = finishOf(fault);
  const all = [...times, ...ends];
  const longestMs = all.length === 0 ? deadlineMs : Math.max(...all, shortestMs);
  const endsMs = finish !== null && finish <= longestMs * 2 ? finish : null;
  const hiMs = Math.max(longestMs, endsMs ?? 0);
  const loMs = Math.max(shortestMs, Math.min(hiMs, ...times.filter((ms) => ms > 0)));
  const aside = cells.some((cell) => needsGutter(cell, deadlineMs));
  const span = { to: aside ? 79 : 97, gutter: aside, endsMs };
  return hiMs / loMs > linearUpTo
    ? { ...logAxis(loMs, hiMs, span.to), ...span }
    : { ...linearAxis(Math.min(0, ...times), hiMs, span.to), ...span };
}

/** When the path heals, the host returns, or the late answer comes. */
export function finishOf(fault: Fault): number | null {
  const { healsAfterMs, effect } = faultTraits(fault);
  return effect.is === 'slow' ? effect.delayMs : healsAfterMs;
}

function needsGutter({ prediction, trials, fault }: CellView, deadlineMs: number): boolean {
  if (isTransient(fault) || prediction.kind === 'never') return true;
  if (prediction.kind === 'interval' && prediction.toMs > deadlineMs) return true;
  return trials.some((trial) => trial.outcome === 'undetected' || trial.outcome === 'survived');
}

type Scaled = Pick<Axis, 'kind' | 'loMs' | 'hiMs' | 'at' | 'ticks'>;

const clamped = (scale: (ms: number) => number, loMs: number, hiMs: number) => (ms: number) =>
  Math.round(scale(Math.min(hiMs, Math.max(loMs, ms))) * 100) / 100;

/** One unit for the whole axis, named at its end only. */
function linearAxis(fromMs: number, toMs: number, to: number): Scaled {
  const scale = scaleLinear([fromMs, toMs * 1.04], [left, to]);
  const [loMs = fromMs, hiMs = toMs] = scale.domain();
  const at = clamped(scale, loMs, hiMs);
  const values = scale.ticks(5);
  const unit = toMs < 1000 ? { name: 'ms', ms: 1 } : { name: 's', ms: 1000 };
  const label = (ms: number, index: number): string => {
    const digits = String(Number((ms / unit.ms).toFixed(3))).replace('-', '\u2212');
    return index === values.length - 1 ? `${digits}\u00a0${unit.name}` : digits;
  };
  return { kind: 'linear', loMs, hiMs, at, ticks: values.map((ms, i) => ({ percent: at(ms), label: label(ms, i) })) };
}

function logAxis(fromMs: number, toMs: number, to: number): Scaled {
  const loMs = 10 ** Math.floor(Math.log10(fromMs));
  const hiMs = toMs * 1.15;
  const scale = scaleLog([loMs, hiMs], [left, to]);
  const at = clamped(scale, loMs, hiMs);
  const ticks = scale
    .ticks(30)
    .filter((ms) => Math.round(ms / 10 ** Math.floor(Math.log10(ms) + 1e-9)) === 1)
    .map((ms) => ({ percent: at(ms), label: tickLabel(ms) }));
  return { kind: 'log', loMs, hiMs, at, ticks };
}

/** What is shorter than the axis stands at its beginning. */
function tickLabel(ms: number): string {
  const label = setting(Number(ms.toPrecision(3)));
  return ms > shortestMs ? label : `\u2264\u00a0${label}`;
}

/** The axis that every small line of the matrix shares: 1 ms to the deadline, logarithmic. */
export function sparkAxis(deadlineMs: number): (ms: number) => number {
  const hiMs = Math.max(10, deadlineMs);
  return clamped(scaleLog([shortestMs, hiMs], [2, 90]), shortestMs, hiMs);
}
