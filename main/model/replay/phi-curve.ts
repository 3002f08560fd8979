/** Phi over time: between two arrivals it only rises, so it is enough to remember what it rose from. */
import { phi } from '../detectors/phi.ts';
import type { Expected } from '../detectors/phi.ts';
import { expectedNow } from '../detectors/phi-accrual.ts';
import type { PhiAccrualState } from '../detectors/phi-accrual.ts';
import type { DetectorSettings } from '../settings.ts';
import { msOfNs } from '../time.ts';

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
  readonly #settings: DetectorSettings;
  readonly #rises: Rise[] = [];

  constructor(settings: DetectorSettings) {
    this.#settings = settings;
  }

  /** Told the state after each arrival. */
  heard(state: { readonly phase: string }): void {
    if (this.#settings.kind !== 'phi-accrual') return;
    const now = state as PhiAccrualState;
    this.#rises.push({ fromMs: msOfNs(now.heardAt), expected: expectedNow(this.#settings, now) });
  }

  /** `points` instants up to `untilMs`; null for detectors that have no phi. */
  sampled(untilMs: number, points: number): readonly PhiPoint[] | null {
    if (this.#settings.kind !== 'phi-accrual') return null;
    const highest = Array.from({ length: points }, () => 0);
    const stepMs = untilMs / points;
    for (const [index, { fromMs, expected }] of this.#rises.entries()) {
      const toMs = Math.min(untilMs, this.#rises[index + 1]?.fromMs ?? untilMs);
      const last = Math.min(points - 1, Math.max(0, Math.ceil(toMs / stepMs) - 1));
      for (let point = Math.min(last, Math.floor(fromMs / stepMs)); point <= last; point++) {
        const reached = phi(Math.min(toMs, (point + 1) * stepMs) - fromMs, expected);
        highest[point] = Math.max(highest[point] ?? 0, reached);
      }
    }
    return highest.map((value, point) => ({ atMs: (point + 1) * stepMs, phi: value }));
  }
}
