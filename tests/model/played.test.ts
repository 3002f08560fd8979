/** Predictions of detectors that have no closed form: their machine is played. */
import { describe, expect, test } from 'vitest';
import { detectorPart } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { playedCell, playedTrial } from '#model/predict/played/played.ts';
import type { PlayedQuestion } from '#model/predict/played/played.ts';
import { predictCell, priorSituation } from '#model/predict/index.ts';
import type { Kernel, Prediction, Situation } from '#model/prediction.ts';
import type { Traffic } from '#model/traffic.ts';
import { twoStrike } from './two-strike.ts';
import type { TwoStrikeSettings } from './two-strike.ts';

const kernel: Kernel = { os: 'linux', hz: 250, retries2: 15 };
const blackhole: Fault = { kind: 'blackhole', direction: 'both' };
const faults: readonly Fault[] = [
  blackhole,
  { kind: 'freeze' },
  { kind: 'outage', direction: 'both', durationMs: 300 },
  { kind: 'outage', direction: 'both', durationMs: 9000 },
  { kind: 'slow-pong', delayMs: 50 },
  { kind: 'slow-pong', delayMs: 9000 },
  { kind: 'reboot', downMs: 300 },
  { kind: 'reboot', downMs: 9000 },
  { kind: 'fin' },
];
const traffics: readonly Traffic[] = ['idle', 'writing', 'reading'];

const heartbeat = { idleMs: 1000, intervalMs: 1000, tries: 3, frame: 'classic' } as const;
/** All that have a closed form of their own. */
const builtIn: readonly DetectorSettings[] = [
  { ...heartbeat, kind: 'heartbeat', from: 'client' },
  { ...heartbeat, kind: 'heartbeat', from: 'server' },
  { ...heartbeat, kind: 'dedicated-heartbeat', from: 'client' },
  { kind: 'receive-deadline', everyMs: 1000, slackMs: 2000 },
  { kind: 'k-of-n', intervalMs: 500, slackMs: 250, k: 3, n: 5 },
  { kind: 'bfd', minTxMs: 500, minRxMs: 500, peerMinTxMs: 500, peerMinRxMs: 500, multiplier: 3, seed: 1 },
  {
    kind: 'phi-accrual',
    intervalMs: 500,
    threshold: 8,
    window: 1000,
    minDeviationMs: 100,
    pauseMs: 0,
    firstEstimateMs: 500,
  },
  {
    kind: 'learned-heartbeat',
    startMs: 500,
    stepMs: 500,
    factor: 1,
    maxMs: 2000,
    marginMs: 250,
    timeoutMs: 500,
    tries: 3,
  },
];

const kindOf = (prediction: Prediction): string =>
  prediction.kind === 'interval' ? prediction.verdict : prediction.kind;
const areApart = (a: Prediction, b: Prediction): boolean =>
  a.kind === 'interval' && b.kind === 'interval' && (a.toMs < b.fromMs || b.toMs < a.fromMs);

describe('a detector whose closed form is not asked', () => {
  test.each(builtIn.map((detector) => [detector.kind, detector] as const))(
    '%s is predicted as by its closed form',
    (_kind, detector) => {
      const part = detectorPart(detector.kind);
      const cells = faults.flatMap((fault) => traffics.map((traffic) => ({ detector, fault, traffic, kernel })));
      const pairs = cells.map((cell) => ({
        cell,
        played: playedCell({ ...cell, part }),
        closedForm: predictCell(cell),
      }));
      const known = pairs.filter(({ played, closedForm }) => ![played.kind, closedForm.kind].includes('unpredicted'));
      expect(known.length).toBeGreaterThan(pairs.length * 0.7);
      expect(known.filter(({ played, closedForm }) => kindOf(played) !== kindOf(closedForm))).toEqual([]);
      expect(known.filter(({ played, closedForm }) => areApart(played, closedForm))).toEqual([]);
    },
  );
});

describe('two-strike, which nobody registered', () => {
  const detector: TwoStrikeSettings = { kind: 'two-strike', everyMs: 1000, slackMs: 500 };
  const about = (fault: Fault, more: Partial<PlayedQuestion<TwoStrikeSettings>> = {}) =>
    ({ part: twoStrike, detector, fault, traffic: 'idle', kernel, ...more }) as const;
  const exactly = (ms: number) => ({ fromMs: ms, toMs: ms });
  /** So long after its last PONG, and after the PING that it answered. */
  const heardBefore = (ms: number): Situation => ({
    ...priorSituation({ detector: { kind: 'eof' }, traffic: 'idle', kernel }),
    sinceHeardMs: exactly(ms),
    sinceConnectedMs: exactly(2000 + ms),
    rtoMs: exactly(204),
    rttMs: exactly(0.1),
  });

  test.each([blackhole, { kind: 'freeze' }] satisfies readonly Fault[])(
    'gives up two silences after the last PONG: $kind',
    (fault) => {
      expect(playedCell(about(fault))).toMatchObject({
        kind: 'interval',
        verdict: 'dead',
        errno: null,
        rule: 'played',
      });
      const { fromMs, toMs } = playedCell(about(fault)) as Prediction & { kind: 'interval' };
      expect(fromMs).toBeGreaterThan(1900);
      expect(fromMs).toBeLessThanOrEqual(2000);
      expect(toMs).toBeGreaterThanOrEqual(3000);
      expect(toMs).toBeLessThan(3150);
    },
  );

  test('is predicted within a tenth of a second where the phase is measured', () => {
    for (const ageMs of [1, 100, 500, 900, 990]) {
      const { fromMs, toMs } = playedTrial(about(blackhole), heardBefore(ageMs)) as Prediction & { kind: 'interval' };
      expect(fromMs).toBeLessThanOrEqual(3000 - ageMs);
      expect(toMs).toBeGreaterThanOrEqual(3000 - ageMs + 40);
      expect(toMs - fromMs).toBeLessThan(150);
    }
  });

  test.each<[Fault, string]>([
    [{ kind: 'none' }, 'never'],
    [{ kind: 'outage', direction: 'both', durationMs: 300 }, 'never'],
    [{ kind: 'outage', direction: 'both', durationMs: 9000 }, 'dead'],
    [{ kind: 'slow-pong', delayMs: 400 }, 'never'],
    [{ kind: 'fin' }, 'closed'],
    [{ kind: 'half-close' }, 'closed'],
    [{ kind: 'rst' }, 'dead'],
    [{ kind: 'kill' }, 'closed'],
    [{ kind: 'reboot', downMs: 300 }, 'dead'],
    [{ kind: 'firewall-forgets', afterMs: 3000, reply: 'rst' }, 'never'],
    [{ kind: 'middlebox-rst' }, 'dead'],
    [{ kind: 'loss', direction: 'both', percent: 20 }, 'unpredicted'],
    [{ kind: 'loss', direction: 'both', percent: 100 }, 'dead'],
  ])('%j: %s', (fault, expected) => {
    expect(kindOf(playedCell(about(fault)))).toBe(expected);
  });

  test('a reset tells its errno, a FIN has none, and the kernel overtakes who waits too long', () => {
    expect(playedCell(about({ kind: 'rst' }))).toMatchObject({ errno: 'ECONNRESET', fromMs: 0 });
    const patient = { ...detector, everyMs: 10_000, slackMs: 10_000 };
    const hasty = { ...kernel, retries2: 3 };
    expect(playedCell(about(blackhole, { detector: patient, kernel: hasty }))).toMatchObject({ errno: 'ETIMEDOUT' });
    expect(playedCell(about(blackhole, { options: { userTimeoutMs: 500 } }))).toMatchObject({ errno: 'ETIMEDOUT' });
  });

  test('what hangs on the phase is not predicted for the cell, but for the trial', () => {
    const outage: Fault = { kind: 'outage', direction: 'both', durationMs: 1800 };
    expect(playedCell(about(outage))).toMatchObject({ kind: 'unpredicted', rule: 'phase-decides' });
    expect(playedTrial(about(outage), heardBefore(100)).kind).toBe('never');
    expect(playedTrial(about(outage), heardBefore(990)).kind).toBe('interval');
  });

  test('on other systems only what no kernel has to send again', () => {
    const elsewhere: Kernel = { ...kernel, os: 'windows' };
    expect(playedCell(about(blackhole, { kernel: elsewhere })).kind).toBe('interval');
    expect(playedCell(about({ kind: 'freeze' }, { kernel: elsewhere })).kind).toBe('interval');
    expect(playedCell(about({ kind: 'reboot', downMs: 300 }, { kernel: elsewhere })).rule).toBe('other-kernel');
    expect(playedCell(about({ kind: 'link-down', side: 'peer' }, { kernel: elsewhere })).rule).toBe('other-kernel');
  });

  test('is the same each time it is asked', () => {
    expect(playedCell(about(faults[6] ?? blackhole))).toEqual(playedCell(about(faults[6] ?? blackhole)));
  });
});
