/** The data that our end writes while a connection is watched. */
import { plusMs } from './time.ts';
import type { Ns } from './time.ts';
import { writingGapMs } from './traffic.ts';
import type { Traffic } from './traffic.ts';

export interface TrafficClock {
  now(): Ns;
  /** Runs `run` at or just after `when`; returns how to cancel it. */
  at(when: Ns, run: () => void): () => void;
}

export interface TrafficHooks {
  /** Writes this many data frames at once. */
  write(frames: number): void;
  /** Told when the next write is due; null for none. */
  scheduled(at: Ns | null): void;
  /** Whether what is written waits for the peer to open its window; null where the system does not tell. */
  isWindowClosed(): boolean | null;
}

export interface RunningTraffic {
  /** Call just after the fault: what is to be in flight is written now. */
  faultInjected(): void;
  stop(): void;
}

/** To close a window: 33 KiB at a time, 32 MiB at most. No receive buffer holds more. */
const framesAtOnce = 32;
const mostFrames = 32 * 1024;
/** Between two looks at the window. In that time the peer has acknowledged what its kernel took. */
const fillGapMs = 2;

/** Writes as `traffic` says. Each write is due a fixed gap after the one before was due, so the gap never drifts. */
export function startTraffic(
  traffic: Traffic,
  firstWriteMs: number,
  clock: TrafficClock,
  hooks: TrafficHooks,
): RunningTraffic {
  let cancel = (): void => {};
  const writeEvery = (due: Ns): void => {
    hooks.scheduled(due);
    cancel = clock.at(due, () => {
      writeEvery(plusMs(due, writingGapMs));
      hooks.write(1);
    });
  };
  const fill = (frames: number): void => {
    if (hooks.isWindowClosed() === true || frames >= mostFrames) return;
    hooks.write(framesAtOnce);
    cancel = clock.at(plusMs(clock.now(), fillGapMs), () => fill(frames + framesAtOnce));
  };
  if (traffic === 'writing') writeEvery(plusMs(clock.now(), firstWriteMs));
  if (traffic === 'zero-window') fill(0);
  return {
    faultInjected() {
      if (traffic !== 'in-flight') return;
      const due = clock.now();
      hooks.scheduled(due);
      // In the next turn of the event loop: what the peer has announced by now is read before.
      cancel = clock.at(due, () => hooks.write(1));
    },
    stop() {
      cancel();
      hooks.scheduled(null);
    },
  };
}
