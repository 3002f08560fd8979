/** The simulated kernel and the closed forms read the same source of Linux apart from each other: they must agree. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as simulated from '#model/kernel/patience.ts';
import * as rtt from '#model/kernel/round-trip.ts';
import { granuleOf, timerWheel } from '#model/kernel/timer-wheel.ts';
import * as closedForm from '#model/predict/kernel/retransmission.ts';
import { granuleMs, jiffyMs, rtoMaxMs, rtoMinMs } from '#model/predict/kernel/timers.ts';
import { period } from '#model/settings/limits.ts';

/** What Linux can be configured for (kernel/Kconfig.hz). */
const ticks = [100, 250, 300, 1000] as const;

test.each(ticks)('both say the same of every granule at HZ=%i, up to the longest timer', (hz) => {
  const longest = (period.maxMs / 1000) * hz;
  // Levels are eight times coarser each: their edges lie at 63, 504, 4032 and so on.
  const edges = Array.from({ length: 8 }, (_, level) => 63 * 8 ** level).flatMap((edge) => [edge - 1, edge, edge + 1]);
  const agree = (delay: number): void => {
    expect(granuleOf(delay, hz) * jiffyMs({ hz })).toBeCloseTo(granuleMs(delay * jiffyMs({ hz }), { hz }), 6);
  };
  for (const delay of edges.filter((edge) => edge <= longest)) agree(delay);
  fc.assert(fc.property(fc.nat(longest), agree), { numRuns: 2000 });
});

test('a timer of the wheel is never early, and never later than its granule', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ticks), fc.nat(2 ** 25), fc.nat(2 ** 23), (hz, now, delay) => {
      const granule = granuleOf(delay, hz);
      const runs = timerWheel(now + delay, delay, granule);
      expect(runs).toBeGreaterThan(now + delay);
      expect(runs).toBeLessThanOrEqual(now + delay + granule);
    }),
  );
});

test('both say the same of how long retransmissions may take: net.ipv4.tcp_retries2 is a byte', () => {
  for (let retries = 0; retries <= 255; retries++)
    expect([retries, simulated.modelTimeoutMs(retries)]).toEqual([retries, closedForm.modelTimeoutMs(retries)]);
  expect(simulated.modelTimeoutMs(15)).toBe(924_600);
});

test('both have the same bounds of the RTO', () => {
  expect([rtt.rtoMinMs, rtt.rtoMaxMs]).toEqual([rtoMinMs, rtoMaxMs]);
});
