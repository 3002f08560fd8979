import type { Clock } from './ports.ts';
import { writingGapMs } from '#model/settings.ts';
import type { Traffic } from '#model/settings.ts';
import { plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

export interface TrafficHooks {
  write(): void;
  /** Told when the next write is due; null for none. */
  scheduled(at: Ns | null): void;
}

/** What the session does while it is observed. Writes keep to absolute due times, so the gap never drifts. */
export function startTraffic(
  traffic: Traffic,
  firstWriteMs: number,
  clock: Clock,
  hooks: TrafficHooks,
): { stop(): void } {
  let cancel = (): void => {};
  const schedule = (due: Ns): void => {
    hooks.scheduled(due);
    cancel = clock.at(due, () => {
      schedule(plusMs(due, writingGapMs));
      hooks.write();
    });
  };
  if (traffic === 'writing') schedule(plusMs(clock.now(), firstWriteMs));
  return {
    stop: () => {
      cancel();
      hooks.scheduled(null);
    },
  };
}
