/** Monotonic nanoseconds since an origin fixed by the clock. Exact as a double for 104 days; never a wall clock. */
export type Ns = number & { readonly unit: 'ns' };

/** An instant known only to lie inside [from, to]: the stamps taken just before and just after a system call. */
export interface Instant {
  readonly from: Ns;
  readonly to: Ns;
}

/** A closed range of milliseconds; `toMs` is `Infinity` when there is no upper bound. */
export interface RangeMs {
  readonly fromMs: number;
  readonly toMs: number;
}

export const ns = (value: number): Ns => value as Ns;
export const nsOfMs = (ms: number): Ns => (ms * 1e6) as Ns;
export const msOfNs = (value: number): number => value / 1e6;

/** `at` moved by `ms` milliseconds. */
export const plusMs = (at: Ns, ms: number): Ns => (at + ms * 1e6) as Ns;

/** Milliseconds from `since` to `at`; negative when `at` is earlier. */
export const msBetween = (since: Ns, at: Ns): number => (at - since) / 1e6;
