/**
 * Time that passes only when something is due. Invariants:
 * 1. `nowMs` never goes back and stands still while a callback runs.
 * 2. What is due at the same instant runs in the order in which it was asked for.
 * 3. What is asked for in the past runs now, after what is already due now.
 * 4. A cancelled callback never runs.
 * 5. `runUntil` ends at its limit, or after `maxSteps` callbacks with an error: a loop is a defect, not a hang.
 */
export class VirtualTime {
  #nowMs = 0;
  #asked = 0;
  readonly #due: { atMs: number; order: number; run: () => void }[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Runs `run` at `atMs`; returns how to cancel it. */
  at(atMs: number, run: () => void): () => void {
    const entry = { atMs: Math.max(atMs, this.#nowMs), order: this.#asked++, run };
    this.#due.push(entry);
    return () => {
      const index = this.#due.indexOf(entry);
      if (index !== -1) this.#due.splice(index, 1);
    };
  }

  /** @throws Error when `maxSteps` callbacks did not get there. */
  runUntil(limitMs: number, maxSteps = 1_000_000): void {
    for (let steps = 0; ; steps++) {
      if (steps > maxSteps) throw new Error(`more than ${maxSteps} callbacks before ${limitMs} ms`);
      const next = this.#next();
      if (next === undefined || next.atMs > limitMs) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.#nowMs = next.atMs;
      next.run();
    }
    this.#nowMs = Math.max(this.#nowMs, limitMs);
  }

  /** A handful wait at any time: a search beats keeping them sorted. */
  #next() {
    let first = this.#due[0];
    for (const due of this.#due)
      if (first !== undefined && (due.atMs < first.atMs || (due.atMs === first.atMs && due.order < first.order)))
        first = due;
    return first;
  }
}
