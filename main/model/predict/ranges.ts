/** Arithmetic on ranges of milliseconds: what is known only to lie between two bounds. */
import type { RangeMs } from '../time.ts';

export const range = (fromMs: number, toMs: number = fromMs): RangeMs => ({ fromMs, toMs });
export const plus = (a: RangeMs, b: RangeMs): RangeMs => range(a.fromMs + b.fromMs, a.toMs + b.toMs);
export const shift = (a: RangeMs, ms: number): RangeMs => range(a.fromMs + ms, a.toMs + ms);
/** What is left of `ms` after `a`; never negative. */
export const rest = (ms: number, a: RangeMs): RangeMs => range(Math.max(0, ms - a.toMs), Math.max(0, ms - a.fromMs));
export const hull = (a: RangeMs, b: RangeMs): RangeMs => range(Math.min(a.fromMs, b.fromMs), Math.max(a.toMs, b.toMs));
export const earlier = (a: RangeMs, b: RangeMs): RangeMs =>
  range(Math.min(a.fromMs, b.fromMs), Math.min(a.toMs, b.toMs));
export const later = (a: RangeMs, b: RangeMs): RangeMs => range(Math.max(a.fromMs, b.fromMs), Math.max(a.toMs, b.toMs));
