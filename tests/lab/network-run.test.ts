import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import { summarize } from '#model/result/summarize.ts';
import { createPorts } from '#platform';
import { requires } from '../precondition.ts';
import type { PrivateHosts } from '../../main/platform/linux/private-hosts.ts';
import { abilities } from './network-rig.ts';

interface Watch {
  onEvent?(event: RunEvent, networks: ReadonlyMap<string, PrivateHosts>): void;
}

/** Runs a plan; `networks` are its private hosts by the kind of fault they were made for. */
async function run(text: string, { onEvent }: Watch = {}) {
  const events: RunEvent[] = [];
  const networks = new Map<string, PrivateHosts>();
  const real = createPorts();
  const startPeer: typeof real.lab.startPeer = async (place) => {
    const peer = await real.lab.startPeer(place);
    if (place?.network !== undefined && 'hosts' in peer) networks.set(place.network.kind, peer.hosts as PrivateHosts);
    return peer;
  };
  const status = await runPlan({
    run: 'r',
    plan: parsePlan(text, { name: 'test' }).plan,
    ports: { ...real, lab: { startPeer, close: () => real.lab.close() } },
    signal: new AbortController().signal,
    tell(event) {
      events.push(event);
      onEvent?.(event, networks);
    },
  });
  return { status, result: summarize(events, 'r') };
}

const withAll = requires('nft and connection tracking in private hosts', abilities.tracking === true);
const withHosts = requires('private hosts', abilities.hosts === true);

// A machine that is busy elsewhere delays a whole run: it may try again. A wrong rule fails every time.
const retry = { retry: 2, timeout: 60_000 };

test.skipIf(abilities.tracking !== true)(
  'verdicts on private hosts fall inside what theory predicts for each trial [needs: private hosts, nft]',
  retry,
  async () => {
    const { status, result } = await run(`
      version: 1
      deadline: 6s
      repeats: 2
      seed: 7
      detectors:
        - { kind: eof }
        - { kind: keepalive, idle: 1s, interval: 1s, count: 2 }
        - { kind: keepalive, idle: 3s, interval: 1s, count: 1 }
        - { kind: user-timeout, timeout: 2s }
        - { kind: heartbeat, idle: 500ms, interval: 500ms, tries: 3 }
        - { kind: dedicated-heartbeat, idle: 500ms, interval: 500ms, tries: 3 }
        - { kind: tcp-info, rule: unacked, silence: 2s }
      faults:
        - { kind: loss, percent: 100 }
        - { kind: loss, percent: 10 }
        - { kind: link-down, side: own }
        - { kind: link-down, side: peer }
        - { kind: link-down, side: router }
        - { kind: route-blackhole }
        - { kind: icmp-unreachable, reason: host, rateLimited: false }
        - { kind: icmp-unreachable, reason: port }
        - { kind: firewall-forgets, after: 2s }
        - { kind: firewall-forgets, after: 2s, reply: rst }
        - { kind: middlebox-rst }
        - { kind: host-reboot, down: 1s }
      traffic: [idle, writing]
    `);
    expect(status).toBe('complete');
    const trials = result.cells.flatMap((cell) =>
      cell.trials.map((trial) => ({ cell: `${cell.detector.label}, ${cell.fault.label}, ${cell.traffic}`, ...trial })),
    );
    expect(trials).toHaveLength(7 * 12 * 2 * 2);
    expect(trials.filter((trial) => trial.outcome === 'invalid')).toEqual([]);
    // A few stray trials on a loaded machine are noise; a wrong rule puts its whole cell outside.
    const outside = trials.filter((trial) => trial.withinPrediction === false);
    expect(outside.length, JSON.stringify(outside, null, 1)).toBeLessThanOrEqual(trials.length * 0.02);
    const found = (detector: string, fault: string, traffic = 'idle') =>
      result.cells.find(
        (cell) => cell.detector.label === detector && cell.fault.label === fault && cell.traffic === traffic,
      )?.stats;
    // Silence was right: the flow still carries what is written at the end.
    expect(found('keepalive 1s/1s/2', 'firewall-forgets 2s drop')).toMatchObject({ survived: 2 });
    expect(found('eof', 'firewall-forgets 2s drop')).toMatchObject({ undetected: 2 });
    expect(found('keepalive 3s/1s/1', 'firewall-forgets 2s drop')).toMatchObject({ detected: 2 });
    expect(found('dedicated-heartbeat 500ms/500ms/3', 'firewall-forgets 2s rst')).toMatchObject({ undetected: 2 });
    expect(found('user-timeout 2s', 'middlebox-rst')).toMatchObject({ undetected: 2 });
    expect(found('user-timeout 2s', 'middlebox-rst', 'writing')).toMatchObject({ detected: 2 });
    expect(found('eof', 'loss 10%')).toMatchObject({ survived: 2 });
  },
);

test.skipIf(abilities.hosts !== true)(
  'every trial tells its packets, and how long after its kernel the application knew [needs: private hosts]',
  retry,
  async () => {
    const events: RunEvent[] = [];
    const { result } = await run(
      `
    version: 1
    deadline: 4s
    repeats: 2
    detectors:
      - { kind: keepalive, idle: 1s, interval: 1s, count: 2 }
      - { kind: user-timeout, timeout: 2s }
      - { kind: dedicated-heartbeat, idle: 1s, interval: 1s, tries: 2 }
    faults: [{ kind: none }, { kind: route-blackhole }]
    traffic: [idle, in-flight, zero-window]
  `,
      { onEvent: (event) => void events.push(event) },
    );
    const trials = result.cells
      .filter(({ fault }) => fault.kind === 'route-blackhole')
      .flatMap((cell) => cell.trials.map((trial) => ({ cell, trial })));
    expect(trials.filter(({ trial }) => trial.outcome === 'invalid')).toEqual([]);
    expect(trials.map(({ trial }) => trial.wire?.packets ?? 0).every((packets) => packets >= 3)).toBe(true);
    for (const { cell, trial } of trials) {
      if (cell.detector.kind !== 'keepalive' || cell.traffic !== 'idle') continue;
      const { wire, detectionMs } = trial;
      // Two unanswered probes, and those that were answered before.
      expect((wire?.probes ?? 0) - (wire?.answers ?? 0)).toBe(2);
      expect(wire?.decidedMs).toBeLessThan(detectionMs ?? 0);
      expect(wire?.decidedMs).toBeGreaterThan(trial.predicted?.kind === 'interval' ? trial.predicted.fromMs : Infinity);
      // Measured on the wire: pairs of bare segments.
      expect(trial.probeBytes).toBe(52 * (trial.probePackets ?? 0));
    }
    // Nothing watches the loopback.
    const onLoopback = result.cells.filter(({ fault }) => fault.kind === 'none').flatMap((cell) => cell.trials);
    expect(onLoopback.map(({ wire }) => wire)).toEqual(onLoopback.map(() => null));
    const told = events.filter((event) => event.type === 'packet');
    expect(told.some(({ packet }) => packet.role === 'retransmission')).toBe(true);
    expect(told.length).toBeGreaterThan(trials.length * 3);
  },
);

const twoNetworks = `
  version: 1
  deadline: 3s
  repeats: 2
  detectors: [{ kind: eof }, { kind: keepalive, idle: 1s, interval: 1s, count: 1 }]
  faults: [{ kind: link-down, side: peer }, { kind: route-blackhole }]
`;

withHosts.test('a network that is killed in the middle makes its own trials invalid and no others', async () => {
  let isKilled = false;
  const { status, result } = await run(twoNetworks, {
    onEvent(event, networks) {
      if (isKilled || event.type !== 'fault' || event.fault.kind !== 'link-down') return;
      isKilled = true;
      process.kill(networks.get('link-down')?.pid ?? 0, 'SIGKILL');
    },
  });
  expect(isKilled).toBe(true);
  expect(status).toBe('complete');
  const by = (kind: string) => result.cells.filter(({ fault }) => fault.kind === kind).flatMap(({ trials }) => trials);
  for (const trial of by('link-down'))
    expect(trial).toMatchObject({
      outcome: 'invalid',
      invalidReason: expect.stringMatching(/private network ended from outside \(SIGKILL\)/),
    });
  for (const trial of by('route-blackhole')) expect(trial.outcome).not.toBe('invalid');
});

withAll.test('one that is killed before its fault is due: the trials say that they could not be struck', async () => {
  let isKilled = false;
  const { status, result } = await run(twoNetworks, {
    onEvent(event, networks) {
      if (isKilled || event.type !== 'linked') return;
      isKilled = true;
      process.kill(networks.get('route-blackhole')?.pid ?? 0, 'SIGKILL');
    },
  });
  expect(status).toBe('complete');
  const reasons = result.cells
    .filter(({ fault }) => fault.kind === 'route-blackhole')
    .flatMap(({ trials }) => trials.map(({ invalidReason }) => invalidReason));
  expect(reasons).toHaveLength(4);
  for (const reason of reasons) expect(reason).toMatch(/private network/);
});
