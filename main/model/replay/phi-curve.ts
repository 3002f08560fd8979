/** Phi over time: between two arrivals it only rises, so it is enough to remember what it rose from. */
import { phi } from '../detectors/phi.ts';
import type { Expected } from '../detector.ts';
import { msOfNs } from '../time.ts';
import type { Ns, RangeMs } from '../time.ts';

export interface PhiPoint {
  readonly atMs: number;
  /** The highest since the point before. */
  readonly phi: number;
}

interface Rise {
  readonly fromMs: number;
  readonly expected: Expected;
}

export class PhiCurve {
  readonly #rises: Rise[] = [];

  /** Told after each arrival since when it rises, and what it rises from. */
  heard({ since, expected }: { readonly since: Ns; readonly expected: Expected }): void {
    this.#rises.push({ fromMs: msOfNs(since), expected });
  }

  /** `points` instants evenly over a part of time, the last at its end: no peak between them is lost. */
  sampled({ fromMs, toMs }: RangeMs, points: number): readonly PhiPoint[] {
    const highest = Array.from({ length: points }, () => 0);
    const stepMs = (toMs - fromMs) / points;
    const placeOf = (ms: number): number => Math.min(points - 1, Math.max(0, Math.ceil((ms - fromMs) / stepMs) - 1));
    for (let index = this.#inForceAt(fromMs); index < this.#rises.length; index++) {
      const rise = this.#rises[index];
      if (rise === undefined || rise.fromMs > toMs) break;
      const untilMs = Math.min(toMs, this.#rises[index + 1]?.fromMs ?? toMs);
      const last = placeOf(untilMs);
      for (let point = Math.min(last, placeOf(Math.max(rise.fromMs, fromMs))); point <= last; point++) {
        const silenceMs = Math.min(untilMs, fromMs + (point + 1) * stepMs) - rise.fromMs;
        highest[point] = Math.max(highest[point] ?? 0, phi(silenceMs, rise.expected));
      }
    }
    return highest.map((value, point) => ({ atMs: fromMs + (point + 1) * stepMs, phi: value }));
  }

  /** The last rise that began by then, found by halves. */
  #inForceAt(ms: number): number {
    let [low, high] = [0, this.#rises.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rises[middle]?.fromMs ?? Infinity) <= ms) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
