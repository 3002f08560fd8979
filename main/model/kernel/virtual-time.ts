import { ns } from '../time.ts';
import type { Ns } from '../time.ts';

interface Due {
  readonly at: Ns;
  readonly order: number;
  run: (() => void) | null;
}

/**
 * Time that passes only when something is due. Invariants:
 * 1. `now` never goes back and stands still while a callback runs.
 * 2. What is due at the same instant runs in the order in which it was asked for.
 * 3. What is asked for in the past runs now, after what is already due now.
 * 4. A cancelled callback never runs.
 * 5. It is whole nanoseconds; nothing runs before its time.
 */
export class VirtualTime {
  #now = ns(0);
  #asked = 0;
  /** A binary heap: the earliest is first. */
  readonly #due: Due[] = [];

  get now(): Ns {
    return this.#now;
  }

  /** Runs `run` at `when`; returns how to cancel it. */
  at(when: Ns, run: () => void): () => void {
    const due: Due = { at: ns(Math.max(Math.ceil(when), this.#now)), order: this.#asked++, run };
    this.#due.push(due);
    this.#rise(this.#due.length - 1);
    return () => {
      due.run = null;
    };
  }

  /** Goes to the next instant at which something is due and runs the first of it; false when nothing is. */
  step(): boolean {
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      if (next.run === null) continue;
      this.#now = next.at;
      next.run();
      return true;
    }
    return false;
  }

  /** Forgets everything that is due. */
  clear(): void {
    this.#due.length = 0;
  }

  #take(): Due | undefined {
    const first = this.#due[0];
    const last = this.#due.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#due[0] = last;
    this.#sink();
    return first;
  }

  #rise(from: number): void {
    for (let place = from; place > 0;) {
      const above = (place - 1) >> 1;
      if (!this.#swapIfEarlier(place, above)) return;
      place = above;
    }
  }

  #sink(): void {
    for (let place = 0; ;) {
      const left = 2 * place + 1;
      const right = left + 1;
      const below = right < this.#due.length && isEarlier(this.#due[right], this.#due[left]) ? right : left;
      if (below >= this.#due.length || !this.#swapIfEarlier(below, place)) return;
      place = below;
    }
  }

  #swapIfEarlier(below: number, above: number): boolean {
    const [low, high] = [this.#due[below], this.#due[above]];
    if (low === undefined || high === undefined || !isEarlier(low, high)) return false;
    this.#due[above] = low;
    this.#due[below] = high;
    return true;
  }
}

const isEarlier = (a: Due | undefined, b: Due | undefined): boolean =>
  a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
