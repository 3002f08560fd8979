import { afterEach, expect, test, vi } from 'vitest';
import { openToWrite } from '../../main/recorder/file/open.ts';
import { startHeartbeat } from '../../main/recorder/owners/heartbeat.ts';
import { heartbeatMs, thisProcess } from '../../main/recorder/owners/owner.ts';

afterEach(() => void vi.useRealTimers());

function beating(since: string | null, beat: () => void) {
  vi.useFakeTimers();
  return startHeartbeat(openToWrite(':memory:'), beat, { ...thisProcess(), since });
}

test('an owner without a start time has a heartbeat, until it is stopped; one that is missed does no harm', () => {
  let beats = 0;
  const stop = beating(null, () => {
    beats += 1;
    if (beats === 2) throw new Error('the database is locked');
  });
  vi.advanceTimersByTime(4 * heartbeatMs);
  expect(beats).toBe(4);
  stop();
  vi.advanceTimersByTime(4 * heartbeatMs);
  expect(beats).toBe(4);
});

test('an owner with a start time needs no heartbeat', () => {
  let beats = 0;
  beating('boot 1', () => (beats += 1));
  vi.advanceTimersByTime(4 * heartbeatMs);
  expect(beats).toBe(0);
});
