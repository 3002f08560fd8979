import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import { summarize } from '#model/result/summarize.ts';
import { createPorts } from '#platform';
import { abilities } from './network-rig.ts';

/** Chance of three failures in a row within `probes`, when each fails with `q`. */
function runOfThree(probes: number, q: number): number {
  // By how many failed last: none, one, two; whoever had three is gone.
  let [none, one, two] = [1, 0, 0];
  for (let probe = 0; probe < probes; probe++) [none, one, two] = [(none + one + two) * (1 - q), none * q, one * q];
  return 1 - none - one - two;
}

test.skipIf(abilities.filter !== true)(
  'lost probes kill good connections as often as chance says, and nothing does where nothing is lost [needs: private hosts, nft]',
  // One interval in twenty misses what it estimates; not three in a row.
  { retry: 2, timeout: 60_000 },
  async () => {
    const events: RunEvent[] = [];
    await runPlan({
      run: 'r',
      plan: parsePlan(
        `
        version: 1
        deadline: 8s
        repeats: 150
        seed: 11
        detectors:
          - { kind: keepalive, idle: 1s, interval: 1s, count: 3 }
          - { kind: heartbeat, idle: 1s, interval: 1s, tries: 3 }
        faults: [{ kind: loss, percent: 30 }, { kind: none }]
        `,
        { name: 'test' },
      ).plan,
      ports: createPorts(),
      signal: new AbortController().signal,
      tell: (event) => events.push(event),
    });
    const { cells, strain, figures } = summarize(events, 'r');
    const of = (detector: string, fault: string) => {
      const stats = cells.find((cell) => cell.detector.kind === detector && cell.fault.kind === fault)?.stats;
      if (stats?.quality === undefined) throw new Error(`no such cell: ${detector}, ${fault}`);
      return { ...stats, quality: stats.quality };
    };
    expect(figures?.peakSessions).toBe(600);
    expect(strain).toMatchObject({ toleratedMs: 1000, detector: 'heartbeat 1s/1s/3', exceeded: false });

    const { quality } = of('keepalive', 'loss');
    const q = 1 - 0.7 ** 2;
    // The verdict comes a second after the third failure; timers are late by up to 32 ms each: 6 or 7 probes count.
    const [least, most] = [runOfThree(6, q), runOfThree(7, q)];
    expect(quality.sessions).toBe(150);
    expect(quality.killed.interval95?.from).toBeLessThan(most);
    expect(quality.killed.interval95?.to).toBeGreaterThan(least);
    expect(quality.expected?.from).toBeLessThan(quality.killed.interval95?.to ?? 0);
    expect(quality.expected?.to).toBeGreaterThan(quality.killed.interval95?.from ?? 1);
    expect(quality.underFault?.mistakes).toBe(quality.mistakes);
    expect(quality.mistakeDurationMs).toEqual({ value: null, missing: 'verdict-is-final' });

    // What TCP sends again hardly gets lost three times, but many a PONG is late: warned of, and taken back.
    const heartbeat = of('heartbeat', 'loss').quality;
    expect(heartbeat.mistakes).toBeLessThan(quality.mistakes);
    expect(heartbeat.mistakeDurationMs.value).toBeGreaterThan(0);

    for (const detector of ['keepalive', 'heartbeat']) {
      const { survived, quality: control } = of(detector, 'none');
      expect(survived).toBe(150);
      expect(control.underFault?.exposureMs).toBe(150 * 8000);
      expect(control.underFault?.perHour.value).toBe(0);
      // 3.69 in 20 min: Garwood's upper end for none.
      expect(control.underFault?.perHour.interval95?.to).toBeCloseTo(11.07, 1);
      expect(control.accuracy.value).toBe(1);
    }
    // A second's idle and a second's probe: two packets a second, but for what is under way at either end.
    const probed = cells.find((cell) => cell.detector.kind === 'keepalive' && cell.fault.kind === 'none');
    const packets = probed?.trials.reduce((sum, trial) => sum + (trial.probePackets ?? 0), 0) ?? 0;
    const seconds = (probed?.trials.reduce((sum, trial) => sum + (trial.healthyMs ?? 0), 0) ?? 0) / 1000;
    expect(packets / seconds).toBeGreaterThan(1.7);
    expect(packets / seconds).toBeLessThan(2.05);
  },
);
