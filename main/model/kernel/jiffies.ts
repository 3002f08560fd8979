/** The coarse clock of a Linux kernel (kernel/time), in virtual time. */
import type { Kernel } from '../prediction.ts';
import { ns } from '../time.ts';
import { granuleOf, timerWheel } from './timer-wheel.ts';
import type { Wheel } from './timer-wheel.ts';
import type { VirtualTime } from './virtual-time.ts';

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
    this.#jiffyNs = 1e9 / parts.kernel.hz;
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
    const expires = this.#wheel(this.now + delay, delay, granuleOf(delay, kernel.hz));
    return time.at(ns((expires - atStart) * this.#jiffyNs), run);
  }
}
