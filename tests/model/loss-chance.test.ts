import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceUnderLoss } from '#model/predict/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Direction } from '#model/faults/direction.ts';

const kernel = { os: 'linux', hz: 250, retries2: 15 } as const;
const keepalive = (count: number, more = {}): DetectorSettings => ({
  kind: 'keepalive',
  idleMs: 1000,
  intervalMs: 1000,
  count,
  ...more,
});
const under = (percent: number, direction: Direction = 'both') =>
  ({ fault: { kind: 'loss', percent, direction }, traffic: 'idle' }) as const;
const chance = (detector: DetectorSettings, percent: number, withinMs: number) =>
  chanceUnderLoss({ detector, ...under(percent), kernel }, withinMs);

describe('the chance that loss kills a good connection', () => {
  it('with one probe is that any of them fails: 19 may within 20 s', () => {
    const q = 1 - 0.9 ** 2;
    const { from, to } = chance(keepalive(1), 10, 20_000) ?? { from: 0, to: 0 };
    expect(to).toBeCloseTo(1 - (1 - q) ** 19, 9);
    // Each cycle is late by up to 32 ms: eighteen or nineteen.
    expect(from).toBeGreaterThanOrEqual(1 - (1 - q) ** 18 - 1e-9);
    expect(from).toBeLessThan(to);
  });

  it('within a single budget is q^count', () => {
    // Three probes at u, 1 + u and 2 + u s; the verdict at 3 + u: nobody may come to a fourth.
    expect(chance(keepalive(3), 30, 4000)?.to).toBeCloseTo((1 - 0.7 ** 2) ** 3, 9);
    expect(chance(keepalive(3), 30, 2999)?.to).toBe(0);
  });

  it('is certain when everything is lost, and nil when the loss is nil', () => {
    expect(chance(keepalive(8), 100, 20_000)).toEqual({ from: 1, to: 1 });
    expect(chance(keepalive(1), 0, 20_000)).toEqual({ from: 0, to: 0 });
  });

  it('of one direction takes one loss a probe, not two', () => {
    const oneWay = chanceUnderLoss({ detector: keepalive(1), ...under(10, 'to-peer'), kernel }, 20_000);
    expect(oneWay?.to).toBeCloseTo(1 - 0.9 ** 19, 9);
  });

  it('is not claimed for what TCP sends again, nor where a timeout overrides the count', () => {
    expect(chance({ kind: 'write-probe', intervalMs: 1000 }, 10, 20_000)).toBeNull();
    expect(chance(keepalive(3, { userTimeoutMs: 1500 }), 10, 20_000)).toBeNull();
    expect(chanceUnderLoss({ detector: keepalive(3), ...under(10), traffic: 'writing', kernel }, 20_000)).toBeNull();
    expect(
      chanceUnderLoss({ detector: keepalive(3), fault: { kind: 'none' }, traffic: 'idle', kernel }, 20_000),
    ).toBeNull();
  });

  it('grows with loss and time, and shrinks with every probe more', () => {
    const any = fc.record({
      idleMs: fc.integer({ min: 1, max: 5 }).map((s) => s * 1000),
      intervalMs: fc.integer({ min: 1, max: 5 }).map((s) => s * 1000),
      count: fc.integer({ min: 1, max: 4 }),
      percent: fc.integer({ min: 1, max: 90 }),
      withinMs: fc.integer({ min: 1000, max: 25_000 }),
    });
    fc.assert(
      fc.property(any, ({ percent, withinMs, ...settings }) => {
        const of = (more: object, loss = percent, ms = withinMs): number =>
          chance({ kind: 'keepalive', ...settings, ...more }, loss, ms)?.to ?? -1;
        const base = of({});
        expect(base).toBeGreaterThanOrEqual(0);
        expect(base).toBeLessThanOrEqual(1 + 1e-12);
        expect(of({}, percent + 5)).toBeGreaterThanOrEqual(base - 1e-12);
        expect(of({}, percent, withinMs + 1000)).toBeGreaterThanOrEqual(base - 1e-12);
        expect(of({ count: settings.count + 1 })).toBeLessThanOrEqual(base + 1e-12);
      }),
      { numRuns: 60 },
    );
  });
});
