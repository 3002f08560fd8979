import type { Clock } from '#engine/ports.ts';
import { ns } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

/** CLOCK_MONOTONIC as Node reads it: the same clock in every process of this machine. */
export const monotonicNow = (): Ns => ns(Number(process.hrtime.bigint()));

interface Due {
  readonly when: Ns;
  readonly run: () => void;
  cancelled: boolean;
}

export interface RealClock extends Clock {
  /** Called with how late each timer ran, in ns. */
  onLateness(handle: (lateNs: number) => void): void;
}

/**
 * One timer for all: due times wait in a binary heap.
 * setTimeout may fire up to 1 ms early against hrtime (libuv caches its loop time), so nothing runs before its due time.
 */
export function createClock(): RealClock {
  const heap: Due[] = [];
  let timer: NodeJS.Timeout | null = null;
  let armedFor = Infinity;
  let lateness = (_lateNs: number): void => {};

  function arm(): void {
    const next = heap[0];
    if (next === undefined || next.when >= armedFor) return;
    if (timer !== null) clearTimeout(timer);
    armedFor = next.when;
    timer = setTimeout(fire, Math.max(0, Math.ceil((next.when - monotonicNow()) / 1e6)));
  }

  /** A program with nothing left to wait for may end: no timer is kept for what was cancelled. */
  function prune(): void {
    while (heap[0]?.cancelled === true) pop(heap);
    if (heap.length > 0 || timer === null) return;
    clearTimeout(timer);
    timer = null;
    armedFor = Infinity;
  }

  function fire(): void {
    timer = null;
    armedFor = Infinity;
    for (let next = heap[0]; next !== undefined; next = heap[0]) {
      const late = monotonicNow() - next.when;
      if (late < 0 && !next.cancelled) break;
      pop(heap);
      if (next.cancelled) continue;
      lateness(late);
      next.run();
    }
    arm();
  }

  return {
    now: monotonicNow,
    wallTime: () => new Date().toISOString(),
    at(when, run) {
      const due: Due = { when, run, cancelled: false };
      push(heap, due);
      arm();
      return () => {
        due.cancelled = true;
        prune();
      };
    },
    onLateness: (handle) => void (lateness = handle),
  };
}

function push(heap: Due[], due: Due): void {
  let at = heap.push(due) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || above.when <= due.when) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = heap[left + 1];
    const smaller = right !== undefined && right.when < (heap[left]?.when ?? Infinity) ? left + 1 : left;
    const child = heap[smaller];
    if (child === undefined || child.when >= last.when) break;
    heap[at] = child;
    at = smaller;
  }
  heap[at] = last;
}
