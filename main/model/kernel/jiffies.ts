/** The coarse clock of a Linux kernel and its timer wheel (kernel/time/timer.c), in virtual time. */
import type { Kernel } from '../prediction.ts';
import { granuleMs, jiffyMs } from '../predict/kernel/timers.ts';
import { ns } from '../time.ts';
import type { VirtualTime } from './virtual-time.ts';

/** When a timer runs that was armed to expire at jiffy `expires`, `delay` jiffies ahead. */
export type Wheel = (expires: number, delay: number, granule: number) => number;

/** calc_index: a bucket is emptied when the last timer that may be in it is due, never before. */
export const timerWheel: Wheel = (expires, _delay, granule) => (Math.floor(expires / granule) + 1) * granule;

export interface JiffiesParts {
  readonly time: VirtualTime;
  readonly kernel: Pick<Kernel, 'hz'>;
  /** Jiffies when time began: where in its granules every timer lies. */
  readonly atStart: number;
  readonly wheel?: Wheel;
}

export class Jiffies {
  readonly #parts: JiffiesParts;
  readonly #jiffyNs: number;
  readonly #wheel: Wheel;

  constructor(parts: JiffiesParts) {
    this.#parts = parts;
    this.#jiffyNs = jiffyMs(parts.kernel) * 1e6;
    this.#wheel = parts.wheel ?? timerWheel;
  }

  /** tcp_jiffies32. */
  get now(): number {
    return Math.floor(this.#parts.time.now / this.#jiffyNs) + this.#parts.atStart;
  }

  /** tcp_time_stamp_ms: whole milliseconds. */
  get nowMs(): number {
    return Math.floor(this.#parts.time.now / 1e6);
  }

  /** msecs_to_jiffies: rounds up. */
  ofMs(ms: number): number {
    return Math.ceil((ms * 1e6) / this.#jiffyNs - 1e-9);
  }

  toMs(jiffies: number): number {
    return (jiffies * this.#jiffyNs) / 1e6;
  }

  /** mod_timer: runs `run` so many jiffies from now, or up to a granule later; returns how to cancel it. */
  after(delay: number, run: () => void): () => void {
    const { time, kernel, atStart } = this.#parts;
    const granule = this.ofMs(granuleMs(this.toMs(delay), kernel));
    const expires = this.#wheel(this.now + delay, delay, granule);
    return time.at(ns((expires - atStart) * this.#jiffyNs), run);
  }
}
