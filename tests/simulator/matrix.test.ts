/** Every detector, fault and traffic in virtual time: each trial must end as its own prediction says. */
import { describe, expect, test } from 'vitest';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Traffic } from '#model/traffic.ts';
import { planOf, simulated, trialsIn } from './simulated.ts';
import type { Told } from './simulated.ts';

const heartbeat = { idleMs: 1000, intervalMs: 1000, tries: 3, frame: 'classic' } as const;
const keepalive = { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 } as const;
const phi = { kind: 'phi-accrual', intervalMs: 500, threshold: 8, window: 1000, minDeviationMs: 100 } as const;
/** Those that no closed window keeps from doing what they do. */
const detectors: readonly DetectorSettings[] = [
  { kind: 'eof' },
  keepalive,
  { ...keepalive, userTimeoutMs: 3000 },
  { kind: 'user-timeout', timeoutMs: 3000 },
  { ...heartbeat, kind: 'dedicated-heartbeat', from: 'client' },
  { ...heartbeat, kind: 'heartbeat', from: 'server' },
  { kind: 'tcp-info', rule: 'state', everyMs: 200 },
  { kind: 'tcp-info', rule: 'unacked', everyMs: 200, silenceMs: 3000 },
  { kind: 'receive-deadline', everyMs: 1000, slackMs: 2000 },
];
const writers: readonly DetectorSettings[] = [
  { ...heartbeat, kind: 'heartbeat', from: 'client' },
  { ...heartbeat, kind: 'heartbeat', from: 'both' },
  { kind: 'oob', intervalMs: 1000, silenceMs: 3000, everyMs: 200 },
  { kind: 'write-probe', intervalMs: 1000 },
  { ...phi, pauseMs: 0, firstEstimateMs: 500 },
  { ...phi, pauseMs: 2000, firstEstimateMs: 500 },
  { kind: 'k-of-n', intervalMs: 500, slackMs: 250, k: 3, n: 5 },
  { kind: 'bfd', minTxMs: 500, minRxMs: 500, peerMinTxMs: 500, peerMinRxMs: 500, multiplier: 3, seed: 1 },
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

const socketFaults: readonly Fault[] = [
  { kind: 'none' },
  { kind: 'fin' },
  { kind: 'half-close' },
  { kind: 'rst' },
  { kind: 'kill' },
  { kind: 'freeze' },
  { kind: 'blackhole', direction: 'both' },
  { kind: 'blackhole', direction: 'to-peer' },
  { kind: 'blackhole', direction: 'from-peer' },
  { kind: 'outage', direction: 'both', durationMs: 800 },
  { kind: 'outage', direction: 'both', durationMs: 3000 },
  { kind: 'outage', direction: 'to-peer', durationMs: 6000 },
  { kind: 'outage', direction: 'from-peer', durationMs: 6000 },
  { kind: 'reboot', downMs: 2000 },
  { kind: 'reboot', downMs: 9000 },
  { kind: 'slow-pong', delayMs: 700 },
  { kind: 'slow-pong', delayMs: 5000 },
];
const networkFaults: readonly Fault[] = [
  { kind: 'loss', direction: 'both', percent: 100 },
  { kind: 'loss', direction: 'both', percent: 20 },
  { kind: 'link-down', side: 'own' },
  { kind: 'link-down', side: 'peer' },
  { kind: 'link-down', side: 'router' },
  { kind: 'route-blackhole' },
  { kind: 'icmp-unreachable', reason: 'host', rateLimited: true },
  { kind: 'icmp-unreachable', reason: 'port', rateLimited: false },
  { kind: 'firewall-forgets', afterMs: 2000, reply: 'drop' },
  { kind: 'firewall-forgets', afterMs: 2000, reply: 'rst' },
  { kind: 'middlebox-rst' },
  { kind: 'host-reboot', downMs: 2000 },
];

/** Where the simulated kernel knows more than a prediction can: and why. */
const exceptions: readonly { readonly cell: RegExp; readonly why: string }[] = [
  {
    cell: /(bfd|from (server|both)|receive-deadline).*middlebox-rst/,
    why: 'a delayed acknowledgement, which TCP_INFO does not tell, is the first packet that the box answers',
  },
  {
    cell: /(bfd|from (server|both)|receive-deadline).*outage/,
    why: "the peer's RTO decides when its beat comes again; predictions take ours, which had other round trips",
  },
  {
    cell: /heartbeat.*slow-pong|phi.*slow-pong/,
    why: 'a PONG was on its way at t0: within 0.1 ms of the PING it was heard just after',
  },
];

const isExplained = ({ cell }: Told): boolean => exceptions.some((exception) => exception.cell.test(cell));

interface Share {
  readonly traffic: Traffic;
  readonly faults: readonly Fault[];
  readonly seeds: readonly number[];
}

async function trialsOf({ traffic, faults, seeds }: Share): Promise<readonly Told[]> {
  const asked = traffic === 'zero-window' ? detectors : [...detectors, ...writers];
  const trials: Told[] = [];
  for (const seed of seeds)
    trials.push(
      ...trialsIn(await simulated(planOf({ detectors: asked, faults, traffic: [traffic], seed, repeats: 2 }))),
    );
  return trials;
}

const traffics = ['idle', 'writing', 'reading', 'in-flight', 'zero-window'] as const;
const shares = traffics.flatMap((traffic): [string, Share][] => [
  [`faults of sockets, ${traffic}`, { traffic, faults: socketFaults, seeds: [1, 2, 3] }],
  [`faults of networks, ${traffic}`, { traffic, faults: networkFaults, seeds: [1, 2] }],
]);

describe('a simulated trial ends as its own prediction says', () => {
  test.each(shares)('%s', async (_name, share) => {
    const trials = await trialsOf(share);
    const judged = trials.filter(({ withinPrediction }) => withinPrediction !== null);
    const outside = judged.filter(({ withinPrediction }) => withinPrediction === false);
    const list = (some: readonly Told[]): string => JSON.stringify(some.slice(0, 5), null, 1);
    expect(trials.filter(({ outcome }) => outcome === 'invalid').map(({ invalidReason }) => invalidReason)).toEqual([]);
    expect(judged.length / trials.length).toBeGreaterThan(0.7);
    expect(
      outside.filter((trial) => !isExplained(trial)).map(({ cell }) => cell),
      list(outside),
    ).toEqual([]);
    expect(outside.length, list(outside)).toBeLessThanOrEqual(judged.length * 0.01);
  });
});
