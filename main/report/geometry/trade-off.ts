/** Where everything of a trade-off plot stands, in its own units: whoever draws it only draws. */
import { scaleLinear, scaleLog, scaleSymlog } from 'd3-scale';
import { setting } from '../text/numbers.ts';
import { decades } from './axis.ts';
import type { TradeOff, TradeOffPoint } from '../facts/trade-off.ts';
import { type Box, type Label, placeLabels } from './labels.ts';

export interface PlotTick {
  readonly at: number;
  readonly label: string;
}

export interface PlotPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** The ends of its interval; null without one. */
  readonly bar: { readonly from: number; readonly to: number } | null;
  /** Nothing was counted: it stands at the upper end of its interval, and the truth is below. */
  readonly isBound: boolean;
  readonly label: Label;
}

export interface Plot {
  readonly xTicks: readonly PlotTick[];
  readonly yTicks: readonly PlotTick[];
  readonly points: readonly PlotPoint[];
  /** Those that nothing beats in both, from left to right. */
  readonly front: readonly { readonly x: number; readonly y: number }[];
}

export const plotSize = { width: 560, height: 340, left: 52, right: 546, top: 30, bottom: 296 } as const;
/* Names may stand beyond the last tick. */
const within: Box = {
  left: plotSize.left + 4,
  right: plotSize.width - 2,
  top: plotSize.top - 6,
  bottom: plotSize.bottom,
};
const radius = 5;

/** Detection time against mistakes per hour, logarithmic. */
export function mistakesPlot({ points }: TradeOff): Plot | null {
  const rated = points.flatMap((point) => {
    const rate = point.rate?.perHour;
    return rate === undefined || rate.interval95 === null
      ? []
      : [{ ...point, ...rate.interval95, value: rate.value ?? 0 }];
  });
  if (rated.length === 0) return null;
  const low = Math.min(...rated.map(({ value, from, to }) => (value > 0 ? from : to)));
  const high = Math.max(...rated.map(({ to }) => to));
  const y = scaleLog([low * 0.5, high * 1.3], [plotSize.bottom, plotSize.top]);
  const x = timeScale(rated);
  const placed = rated.map(({ label, timeMs, value, from, to }) => ({
    name: label,
    x: x.at(timeMs),
    y: y(value > 0 ? value : to),
    bar: value > 0 ? { from: y(Math.max(from, low * 0.5)), to: y(to) } : null,
    isBound: value === 0,
  }));
  return { xTicks: x.ticks, yTicks: logTicks(y), points: named(apart(placed)), front: [] };
}

/** Detection time against bytes per second of a healthy idle connection. */
export function costPlot({ points }: TradeOff): Plot | null {
  const costed = points.flatMap((point) =>
    point.bytesPerSecond === null ? [] : [{ ...point, cost: point.bytesPerSecond }],
  );
  if (costed.length === 0) return null;
  const most = Math.max(10, ...costed.map(({ cost }) => cost));
  const y = scaleSymlog([0, most * 1.6], [plotSize.bottom - 10, plotSize.top]).constant(10);
  const x = timeScale(costed);
  const placed = costed.map(({ label, timeMs, cost }) => ({
    name: label,
    x: x.at(timeMs),
    y: y(cost),
    bar: null,
    isBound: false,
  }));
  const yTicks = [0, 10, 100, 1000, 10_000, 100_000]
    .filter((bytes) => bytes <= most * 1.6)
    .map((bytes) => ({ at: y(bytes), label: round(bytes) }));
  return { xTicks: x.ticks, yTicks, points: named(placed), front: frontOf(placed) };
}

/* Times further apart than this factor crowd at the left of a linear axis. */
const linearUpTo = 12;

function timeScale(points: readonly TradeOffPoint[]): { at: (ms: number) => number; ticks: readonly PlotTick[] } {
  const times = points.map(({ timeMs }) => Math.max(1, timeMs));
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const isLog = high / low > linearUpTo;
  const range = [plotSize.left, plotSize.right];
  const scale = isLog ? scaleLog([low * 0.7, high * 1.4], range) : scaleLinear([0, high * 1.12], range);
  const at = (ms: number): number => scale(Math.max(isLog ? 1 : 0, ms));
  const ticks = (isLog ? decades(low * 0.7, high * 1.4) : scaleLinear([0, high * 1.12], range).ticks(6)).map((ms) => ({
    at: at(ms),
    label: ms === 0 ? '0' : setting(ms),
  }));
  return { at, ticks };
}

function logTicks(scale: { (value: number): number; domain(): number[] }): readonly PlotTick[] {
  const [low = 1, high = 1] = scale.domain();
  return decades(low, high).map((value) => ({ at: scale(value), label: round(value) }));
}

/** A tick is round: `0.5`, `20`, `1,000`. */
const round = (value: number): string =>
  value < 1 ? String(Number(value.toPrecision(1))) : value.toLocaleString('en-US');

type Unnamed = Omit<PlotPoint, 'label'>;

function named(points: readonly Unnamed[]): readonly PlotPoint[] {
  const marks = points.flatMap(({ x, y, bar, isBound }) => [
    { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius },
    ...(bar === null ? [] : [{ left: x - 3, right: x + 3, top: bar.to, bottom: bar.from }]),
    ...(isBound ? [{ left: x - 4, right: x + 4, top: y, bottom: y + arrowLength }] : []),
  ]);
  const labels = placeLabels(
    points.map(({ x, y, name }) => ({ x, y, text: name })),
    marks,
    within,
  );
  return points.map((point, index) => ({ ...point, label: labels[index] ?? noLabel }));
}

/* Bars at one place hide each other: half as much to either side. */
const barGap = 9;

/** Points whose bars overlap stand side by side, from the highest to the lowest. */
function apart(points: readonly Unnamed[]): readonly Unnamed[] {
  const moved = new Map<Unnamed, number>();
  const groups: Unnamed[][] = [];
  for (const point of points.toSorted((a, b) => a.x - b.x)) {
    const open = groups.find((group) =>
      group.some((other) => Math.abs(other.x - point.x) < barGap && meets(other, point)),
    );
    if (open === undefined) groups.push([point]);
    else open.push(point);
  }
  for (const group of groups) {
    const middle = group.reduce((sum, { x }) => sum + x, 0) / group.length;
    const inOrder = group.toSorted((a, b) => a.x - b.x || a.y - b.y);
    if (group.length > 1)
      for (const [index, point] of inOrder.entries())
        moved.set(point, middle + (index - (group.length - 1) / 2) * barGap);
  }
  return points.map((point) => ({ ...point, x: moved.get(point) ?? point.x }));
}

const reach = ({ y, bar, isBound }: Unnamed): { top: number; bottom: number } => ({
  top: Math.min(y - radius, bar?.to ?? y),
  bottom: Math.max(y + radius, bar?.from ?? y, isBound ? y + arrowLength : y),
});

function meets(a: Unnamed, b: Unnamed): boolean {
  const [one, other] = [reach(a), reach(b)];
  return one.top < other.bottom && other.top < one.bottom;
}

const noLabel: Label = { x: 0, y: 0, anchor: 'start', led: false };

/** From a bound down to where the truth may be. */
const arrowLength = 20;

export const tenths = (value: number): number => Math.round(value * 10) / 10;

/** An interval, with a serif at either end. */
export const barPath = (x: number, { from, to }: NonNullable<PlotPoint['bar']>): string =>
  `M${tenths(x)} ${tenths(from)}V${tenths(to)}M${tenths(x - 3)} ${tenths(from)}h6M${tenths(x - 3)} ${tenths(to)}h6`;

/** A serif at the bound, and an arrow down to where the truth may be. */
export const boundPath = (x: number, y: number): string =>
  `M${tenths(x - 4)} ${tenths(y)}h8M${tenths(x)} ${tenths(y)}v${arrowLength}m-3 -4l3 4l3 -4`;

/* Costs closer than this differ by chance. */
const alike = 3;

/** Quickest first: each next one is slower, and cheaper than all before. */
function frontOf(points: readonly Unnamed[]): readonly { readonly x: number; readonly y: number }[] {
  let cheapest = -Infinity;
  return points
    .toSorted((a, b) => a.x - b.x || b.y - a.y)
    .filter(({ y }) => {
      if (y <= cheapest + alike) return false;
      cheapest = y;
      return true;
    })
    .map(({ x, y }) => ({ x, y }));
}
