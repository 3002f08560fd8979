import type { VirtualTime } from '../../kernel/virtual-time.ts';
import type { ProcessTime } from '../../simulation/responding.ts';
import { plusMs } from '../../time.ts';
import type { Ns } from '../../time.ts';

/** When a process does what is due: on time until `since`, from then on always late by as much. */
export class LateTime implements ProcessTime {
  readonly #time: VirtualTime;
  readonly #since: Ns;
  readonly #lateMs: number;

  constructor(time: VirtualTime, since: Ns, lateMs: number) {
    this.#time = time;
    this.#since = since;
    this.#lateMs = lateMs;
  }

  get now(): Ns {
    return this.#time.now;
  }

  at(when: Ns, run: () => void): () => void {
    return this.#time.at(when >= this.#since ? plusMs(when, this.#lateMs) : when, run);
  }

  /** What arrives is dealt with when the process gets round to it. */
  soon(run: () => void): void {
    if (this.#lateMs === 0 || this.#time.now < this.#since) run();
    else this.at(this.#time.now, run);
  }
}
