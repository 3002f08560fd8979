import { describe, expect, test } from 'vitest';
import { jitteredMs } from '#model/detectors/bfd.ts';
import type { BfdSettings } from '#model/detectors/bfd.ts';
import type { KOfNSettings } from '#model/detectors/k-of-n.ts';
import type { LearnedHeartbeatSettings } from '#model/detectors/learned-heartbeat.ts';
import type { PhiAccrualSettings } from '#model/detectors/phi-accrual.ts';
import { dialogue, received } from './dialogue.ts';
import type { Told } from './dialogue.ts';

const pong = (atS: number, sequence: number | null): Told => [atS, received({ kind: 'pong', sequence })];
const spoken = (lines: readonly string[]): readonly string[] => lines.filter((line) => /dead|suspect|alive/.test(line));

describe('phi-accrual', () => {
  const settings: PhiAccrualSettings = {
    kind: 'phi-accrual',
    intervalMs: 1000,
    threshold: 8,
    window: 3,
    minDeviationMs: 100,
    pauseMs: 0,
    firstEstimateMs: 1000,
  };

  test('pings at its pace, and is dead at the instant when phi reaches the threshold', () => {
    // 5.226 deviations of 250 ms, which the first estimate stands for, above 1 s.
    expect(dialogue(settings, [])).toEqual([
      '0 s >> connected',
      '  << PING 0',
      '1 s >> woke',
      '  << PING 1',
      '2 s >> woke',
      '  << PING 2',
      expect.stringMatching(/^2\.3064\d+ s >> woke/),
      '  << dead: phi reached 8',
    ]);
  });

  test('has learned the scale after a window of regular gaps: 5.226 times the least deviation above the mean', () => {
    const beats = [0.2, 1.2, 2.2, 3.2].map((atS, sequence) => pong(atS, sequence));
    expect(dialogue(settings, beats).slice(-2)).toEqual([
      expect.stringMatching(/^4\.7225\d+ s/),
      '  << dead: phi reached 8',
    ]);
  });

  test('is more patient after irregular gaps', () => {
    const beats = [0.2, 1.0, 2.2, 3.0].map((atS, sequence) => pong(atS, sequence));
    const [last] = dialogue(settings, beats).slice(-2);
    // Gaps 0.8, 1.2, 0.8: mean 0.933, deviation 0.189.
    expect(last).toMatch(/^4\.918/);
  });

  test('the acceptable pause comes on top', () => {
    expect(dialogue({ ...settings, pauseMs: 3000 }, []).at(-2)).toMatch(/^5\.3064/);
  });

  test('data proves nothing about heartbeats', () => {
    const data = [0.5, 1, 1.5, 2].map((atS): Told => [atS, received({ kind: 'data' })]);
    expect(dialogue(settings, data).at(-2)).toMatch(/^2\.3064/);
  });
});

describe('k-of-n', () => {
  const settings: KOfNSettings = { kind: 'k-of-n', intervalMs: 1000, slackMs: 500, k: 3, n: 5 };

  test('three missed in a row are dead 3 x interval + slack after the last heartbeat', () => {
    expect(spoken(dialogue(settings, [pong(0.1, 0)]))).toEqual([
      '  << suspect: a heartbeat is missed',
      '  << dead: 3 of the last 5 heartbeats missed',
    ]);
    expect(dialogue(settings, [pong(0.1, 0)]).at(-2)).toBe('3.6 s >> woke');
  });

  test('three of five are dead too, whatever comes in between', () => {
    const lines = dialogue(settings, [pong(0, 0), pong(2, 2), pong(4, 4)]);
    const missed = '  << suspect: a heartbeat is missed';
    const back = '  << alive: heard again';
    expect(spoken(lines)).toEqual([missed, back, missed, back, '  << dead: 3 of the last 5 heartbeats missed']);
    expect(lines.at(-2)).toBe('5.5 s >> woke');
  });

  test('two of five harm nobody', () => {
    const lost = new Set([2, 5]);
    const beats = Array.from({ length: 20 }, (_, k) => k)
      .filter((k) => !lost.has(k))
      .map((k) => pong(k, k));
    expect(dialogue(settings, beats, 19.4)).not.toContain('  << dead: 3 of the last 5 heartbeats missed');
  });

  test('a PONG that was counted as missed stays missed', () => {
    expect(dialogue(settings, [pong(0, 0), pong(1.9, 1), pong(2.9, 2)]).slice(-2)).toEqual([
      '3.5 s >> woke',
      '  << dead: 3 of the last 5 heartbeats missed',
    ]);
  });
});

describe('bfd', () => {
  const settings: BfdSettings = {
    kind: 'bfd',
    minTxMs: 300,
    minRxMs: 200,
    peerMinTxMs: 1000,
    peerMinRxMs: 500,
    multiplier: 3,
    seed: 7,
  };

  test("dead after the multiplier times the slower of the peer's sending and our receiving", () => {
    const lines = dialogue(settings, [[0.4, received({ kind: 'ping', sequence: 0 })]]);
    expect(lines.slice(-2)).toEqual(['3.4 s >> woke', '  << dead: control detection time expired']);
  });

  test('PONGs and data are no control packets', () => {
    const told: readonly Told[] = [pong(1, 0), pong(2, 1), [2.5, received({ kind: 'data' })]];
    expect(dialogue(settings, told).at(-2)).toBe('3 s >> woke');
  });

  test('sends every 75 to 100 % of what both agree to, differently each time, the same for the same seed', () => {
    const draws = Array.from({ length: 1000 }, (_, k) => jitteredMs(settings, k));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(375);
    expect(Math.min(...draws)).toBeLessThan(380);
    expect(Math.max(...draws)).toBeLessThanOrEqual(500);
    expect(Math.max(...draws)).toBeGreaterThan(495);
    expect(new Set(draws).size).toBeGreaterThan(990);
    expect(draws).toEqual(Array.from({ length: 1000 }, (_, k) => jitteredMs({ ...settings }, k)));
    expect(jitteredMs({ ...settings, seed: 8 }, 0)).not.toBe(draws[0]);
  });

  test('with multiplier 1 never more than 90 %, or its packets would come as late as the detection time', () => {
    const draws = Array.from({ length: 1000 }, (_, k) => jitteredMs({ ...settings, multiplier: 1 }, k));
    expect(Math.max(...draws)).toBeLessThanOrEqual(450);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(375);
  });
});

describe('learned-heartbeat', () => {
  const settings: LearnedHeartbeatSettings = {
    kind: 'learned-heartbeat',
    startMs: 2000,
    stepMs: 1000,
    factor: 1.5,
    maxMs: 12_000,
    marginMs: 1000,
    timeoutMs: 1000,
    tries: 3,
  };
  /** A PONG a tenth of a second after each PING. */
  const answered = (...at: readonly number[]): readonly Told[] => at.map((atS, sequence) => pong(atS + 0.1, sequence));

  test('grows after each interval that held: 2, 4, 7, 11.5 and then 12 s', () => {
    const lines = dialogue(settings, answered(2, 6.1, 13.2, 24.8, 36.9), 49.5);
    expect(lines.filter((line) => line.endsWith('woke'))).toEqual(
      ['2', '6.1', '13.2', '24.8', '36.9', '49'].map((atS) => `${atS} s >> woke`),
    );
    expect(spoken(lines)).toEqual([]);
  });

  test('a PING that is answered only when repeated ends it: a margin below what held', () => {
    const told = [...answered(2, 6.1), pong(14.5, 3)];
    expect(dialogue(settings, told, 18).slice(-6)).toEqual([
      '  << PING 3',
      '  << suspect: a heartbeat is unanswered',
      '14.5 s >> pong 3',
      '  << alive: heard again',
      // 4 s held, 7 s did not: 3 s from now on.
      '17.5 s >> woke',
      '  << PING 4',
    ]);
  });

  test('says what held when nobody answers any more', () => {
    expect(dialogue(settings, answered(2, 6.1)).slice(-2)).toEqual([
      '16.2 s >> woke',
      '  << dead: 3 heartbeats unanswered after 7s of silence; 4s held',
    ]);
    expect(dialogue(settings, []).at(-1)).toBe(
      '  << dead: 3 heartbeats unanswered after 2s of silence; no interval held',
    );
  });

  test('never settles below where it started', () => {
    const lines = dialogue(settings, [pong(3.5, 1)], 6);
    expect(lines.slice(-2)).toEqual(['5.5 s >> woke', '  << PING 2']);
  });

  test('what the peer sends by itself starts the silence anew without teaching anything', () => {
    const lines = dialogue(settings, [[1, received({ kind: 'data' })]], 3.5);
    expect(lines.slice(-2)).toEqual(['3 s >> woke', '  << PING 0']);
  });
});
