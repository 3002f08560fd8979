/** What a replay is drawn from, as pure functions: what falls into the same place is drawn once. */
import { firstNotBefore } from '../timeline/span.ts';
import type { Span } from '../timeline/span.ts';
import type { Quality } from '#model/replay/quality.ts';
import type { PhiPoint } from '#model/replay/phi-curve.ts';
import type { Suspicion } from '#model/replay/replay.ts';
import type { Trace } from '#model/replay/trace.ts';

/** Width of the drawing in its own units: two to a pixel on a wide screen. */
export const wide = 2000;

const placeOf = ({ fromMs, toMs }: Span, ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * wide;

/** Percent of the width. */
export const percentOf = (span: Span, ms: number): number => (placeOf(span, ms) / wide) * 100;

/** Strokes at the arrivals in sight, from `top` to `bottom`. */
export function ticksPath(arrivalsMs: readonly number[], span: Span, [top, bottom]: readonly [number, number]): string {
  const strokes: string[] = [];
  let last = -1;
  for (let index = firstNotBefore(arrivalsMs, span.fromMs); index < arrivalsMs.length; index++) {
    const place = Math.round(placeOf(span, arrivalsMs[index] ?? Infinity));
    if (place > wide) break;
    if (place !== last) strokes.push(`M${place} ${top}V${bottom}`);
    last = place;
  }
  return strokes.join('');
}

export interface Band {
  /** Percent of the width. */
  readonly from: number;
  readonly to: number;
  /** The peer was alive when it began. */
  readonly isMistake: boolean;
}

/** Narrower than this nothing can be seen. */
const leastPercent = 0.16;

/** Suspicions in sight; those that touch on the screen are one. One that the death falls into is right from then on. */
export function bandsOf(suspicions: readonly Suspicion[], span: Span, watchedMs: number): readonly Band[] {
  const bands: Band[] = [];
  for (const { fromMs, untilMs } of suspicions) {
    const toMs = untilMs ?? Infinity;
    if (fromMs < watchedMs) add(bands, { fromMs, toMs: Math.min(toMs, watchedMs) }, { span, isMistake: true });
    if (toMs > watchedMs) add(bands, { fromMs: Math.max(fromMs, watchedMs), toMs }, { span, isMistake: false });
  }
  return bands;
}

interface Where {
  readonly span: Span;
  readonly isMistake: boolean;
}

function add(bands: Band[], { fromMs, toMs }: Span, { span, isMistake }: Where): void {
  if (toMs < span.fromMs || fromMs > span.toMs) return;
  const from = percentOf(span, Math.max(fromMs, span.fromMs));
  const to = Math.max(from + leastPercent, percentOf(span, Math.min(toMs, span.toMs)));
  const last = bands.at(-1);
  if (last?.isMistake === isMistake && from <= last.to)
    bands[bands.length - 1] = { ...last, to: Math.max(last.to, to) };
  else bands.push({ from, to, isMistake });
}

/** Where phi is drawn: 0 at the bottom, the threshold at this share of the height, and cut off above. */
export const thresholdShare = 0.7;

/** The curve of phi over a drawing of this height. */
export function phiPath(points: readonly PhiPoint[], span: Span, { threshold, height }: PhiScale): string {
  const y = (phi: number): number => height * (1 - (thresholdShare * Math.min(phi, 2 * threshold)) / threshold);
  return points
    .map(({ atMs, phi }, index) => `${index === 0 ? 'M' : 'L'}${round(placeOf(span, atMs))} ${round(y(phi))}`)
    .join('');
}

export interface PhiScale {
  readonly threshold: number;
  readonly height: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * Everything that there is to see: until the slowest has noticed the end, but no longer than twice the trace. In round
 * steps, so that the scale stays when a detector becomes a little slower.
 */
export function wholeOf(trace: Trace, qualities: readonly Pick<Quality, 'detectionMs'>[]): Span {
  const endMs = trace.diedAtMs ?? trace.arrivalsMs.at(-1) ?? 0;
  const livedMs = Math.max(1, endMs, trace.arrivalsMs.at(-1) ?? 0);
  const slowestMs = Math.max(0, ...qualities.map(({ detectionMs }) => detectionMs ?? 0));
  const afterMs = Math.min(livedMs, roundedUp(Math.max(0.02 * livedMs, slowestMs * 1.2)));
  return { fromMs: -0.01 * livedMs, toMs: Math.max(livedMs, endMs + afterMs) };
}

function roundedUp(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  return ([1, 2, 5].find((factor) => factor * power >= ms) ?? 10) * power;
}

/** Around the end of the trace, wide enough for the slowest detector. */
export function deathOf(trace: Trace, whole: Span): Span {
  const endMs = trace.diedAtMs ?? trace.arrivalsMs.at(-1) ?? 0;
  const afterMs = whole.toMs - endMs;
  return { fromMs: Math.max(whole.fromMs, endMs - afterMs), toMs: whole.toMs };
}
