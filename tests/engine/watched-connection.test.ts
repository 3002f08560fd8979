import { describe, expect, test } from 'vitest';
import { WatchedConnection } from '#engine/watched-connection.ts';
import type { Measured, WatchedConnectionParts } from '#engine/watched-connection.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Instant } from '#model/time.ts';
import { plusMs } from '#model/time.ts';
import { info } from '../model/live-story.ts';
import { ScriptedWorld } from './scripted-world.ts';
import type { ScriptedLink } from './scripted-world.ts';

const probes = { idleMs: 1000, intervalMs: 1000, tries: 3, from: 'client', frame: 'compact' } as const;
const heartbeat: DetectorSettings = { kind: 'heartbeat', ...probes };
const dedicated: DetectorSettings = { kind: 'dedicated-heartbeat', ...probes };
const keepalive: DetectorSettings = { kind: 'keepalive', idleMs: 60_000, intervalMs: 1000, count: 3 };
const blackhole: Fault = { kind: 'blackhole', direction: 'both' };
const slowPong: Fault = { kind: 'slow-pong', delayMs: 100 };

interface Asked {
  readonly detector?: DetectorSettings;
  readonly traffic?: WatchedConnectionParts['plan']['traffic'];
  readonly options?: WatchedConnectionParts['plan']['options'];
  readonly peer?: null;
}

/** A connection, its surroundings, and what it told its user, in order. */
function unconnected(asked: Asked = {}) {
  const world = new ScriptedWorld();
  const { detector = heartbeat, traffic = 'idle', options = {} } = asked;
  const told: string[] = [];
  const measured: (Measured | null)[] = [];
  const connection: WatchedConnection = new WatchedConnection({
    ports: world,
    peer: asked.peer === null ? null : world.peer,
    to: world.peer.endpoint,
    plan: { detector, options, traffic },
    pongDelayMs: 0,
    firstWriteMs: 0,
    tellsWakes: false,
    tell: () => {},
    onFault: ({ kind }, _, what) => {
      told.push(kind);
      measured.push(what);
    },
    onLifted: ({ kind }) => told.push(`${kind} lifted`),
    onVerdict: ({ kind }) => told.push(kind),
    onProtocolError: () => {
      told.push('protocol error');
      connection.end();
    },
  });
  return { world, connection, told, measured };
}

async function watched(asked: Asked = {}) {
  const rig = unconnected(asked);
  const dialled = rig.connection.dial();
  const links = rig.world.dials.map((dial) => dial.connect());
  await dialled;
  await rig.connection.introduce();
  rig.connection.watch();
  return { ...rig, link: links[0] as ScriptedLink, links };
}

/** It began at once, and took a tenth of a millisecond. */
const now = ({ time }: ScriptedWorld): Instant => ({ from: time.now, to: plusMs(time.now, 0.1) });

describe('a connection that is dialled', () => {
  test('asks the kernel for what the detector needs and for the options beside it', async () => {
    const { world } = await watched({ detector: keepalive, options: { userTimeoutMs: 5000 } });
    expect(world.dials.map(({ options }) => options)).toEqual([
      { userTimeoutMs: 5000, keepalive: { idleMs: 60_000, intervalMs: 1000, count: 3 } },
    ]);
  });

  test.each([
    ['before the failure', [0, 1]],
    ['after the failure', [1, 0]],
  ] as const)('is none at all when the second fails: the first, made %s, is closed', async (_, order) => {
    const { world, connection } = unconnected({ detector: dedicated });
    const dialled = connection.dial();
    const refused = new Error('refused');
    const links: ScriptedLink[] = [];
    for (const which of order) {
      if (which === 0) links.push(...world.dials.slice(0, 1).map((dial) => dial.connect()));
      else world.dials[1]?.fail(refused);
      await Promise.resolve();
    }
    await expect(dialled).rejects.toBe(refused);
    expect(links.map(({ closed }) => closed)).toEqual([['rst']]);
    expect(connection).toMatchObject({ main: null, target: null, watching: false });
  });

  test('gives up one that is still under way when the other fails', () => {
    const { world, connection } = unconnected({ detector: dedicated });
    const dialled = connection.dial();
    world.dials[0]?.fail(new Error('refused'));
    world.dials[1]?.signal.addEventListener('abort', () => world.dials[1]?.fail(new Error('cancelled')));
    return expect(dialled).rejects.toThrow('refused');
  });

  test('and ended meanwhile is given up, and closed if it comes all the same', async () => {
    const { world, connection } = unconnected();
    const dialled = connection.dial();
    connection.end();
    expect(world.dials[0]?.signal.aborted).toBe(true);
    const link = world.dials[0]?.connect();
    expect(await dialled).toBeNull();
    expect(link?.closed).toEqual(['rst']);
    connection.watch();
    expect(connection.watching).toBe(false);
  });

  test('and ended meanwhile does not fail when its dial does', async () => {
    const { world, connection } = unconnected();
    const dialled = connection.dial();
    connection.end();
    world.dials[0]?.fail(new Error('cancelled'));
    expect(await dialled).toBeNull();
    expect(await connection.dial()).toBeNull();
    expect(world.dials).toHaveLength(1);
  });

  test.each([
    ['reading', { dataEveryMs: 500, reads: true }],
    ['zero-window', { dataEveryMs: null, reads: false }],
  ] as const)(
    'introduces both ends to our server: %s traffic is that of the first alone',
    async (traffic, behaviour) => {
      const { world } = await watched({ detector: dedicated, traffic });
      expect([...world.expected]).toMatchObject([
        [50_000, behaviour],
        [50_001, { dataEveryMs: null, reads: true }],
      ]);
    },
  );
});

describe('a fault', () => {
  test('is predicted from what is measured around it, and told before the verdict that overtook its report', async () => {
    const { world, connection, link, told, measured } = await watched();
    world.pass(400);
    link.info = { ...info, lastDataReceivedMs: 400 };
    expect(connection.prepareFault()?.target).toMatchObject({ peer: world.peer, main: link, heartbeat: null });
    const began = now(world);
    link.arrive({ type: 'failed', errno: 'ECONNRESET', syscall: 'read' });
    expect(told).toEqual([]);
    connection.faultInjected({ kind: 'rst' }, began);
    expect(told).toEqual(['rst', 'dead']);
    expect(measured).toMatchObject([
      {
        situation: { sinceHeardMs: { fromMs: 400, toMs: 400 } },
        prediction: { kind: 'interval', errno: 'ECONNRESET' },
      },
    ]);
  });

  test('that failed lets go of the verdict that waited for its report', async () => {
    const { connection, link, told } = await watched();
    connection.prepareFault();
    link.arrive({ type: 'eof' });
    expect(told).toEqual([]);
    connection.faultFailed();
    expect(told).toEqual(['closed']);
  });

  test('keeps a verdict waiting even where nothing can be sampled, and is then not predicted', async () => {
    const { world, connection, link, told, measured } = await watched();
    link.info = { unsupported: 'no TCP_INFO' };
    expect(connection.prepareFault()).toMatchObject({ sample: null });
    link.arrive({ type: 'eof' });
    connection.faultInjected({ kind: 'fin' }, now(world));
    expect(told).toEqual(['fin', 'closed']);
    expect(measured).toEqual([null]);
  });

  test('is predicted only while no other is at work', async () => {
    const { world, connection, told, measured } = await watched();
    const inject = (fault: Fault): void => {
      connection.prepareFault();
      connection.faultInjected(fault, now(world));
    };
    inject(slowPong);
    inject(blackhole);
    expect(connection.faults).toEqual([slowPong, blackhole]);
    connection.faultLifted(slowPong, now(world));
    connection.faultLifted(blackhole, now(world));
    connection.faultLifted(blackhole, now(world));
    inject(blackhole);
    expect(told).toEqual(['slow-pong', 'blackhole', 'slow-pong lifted', 'blackhole lifted', 'blackhole']);
    expect(measured.map((what) => what !== null)).toEqual([true, false, true]);
  });

  test('whose report comes after it was taken for failed is told, but not predicted', async () => {
    const { world, connection, told, measured } = await watched();
    connection.prepareFault();
    connection.faultFailed();
    connection.faultInjected(blackhole, now(world));
    expect([told, measured]).toEqual([['blackhole'], [null]]);
  });

  test('that is reported or lifted after the end is told all the same, without a verdict', async () => {
    const { world, connection, link, told, measured } = await watched();
    connection.prepareFault();
    link.arrive({ type: 'eof' });
    connection.end();
    connection.faultInjected(blackhole, now(world));
    connection.faultLifted(blackhole, now(world));
    expect([told, measured]).toEqual([['blackhole', 'blackhole lifted'], [null]]);
  });

  test('finds nothing before the detector runs and after the end', async () => {
    const { world, connection } = unconnected();
    expect(connection.prepareFault()).toBeNull();
    const dialled = connection.dial();
    world.dials[0]?.connect();
    await dialled;
    expect(connection.prepareFault()).toBeNull();
    connection.watch();
    expect(connection.prepareFault()).not.toBeNull();
    connection.end();
    expect(connection.prepareFault()).toBeNull();
  });
});

describe('the end', () => {
  test.each([
    ['a probe server of ours', {}, 'rst'],
    ['a peer that is not ours', { peer: null }, 'fin'],
  ] as const)('closes both connections to %s once, and leaves no timer', async (_, asked, how) => {
    const { world, connection, links } = await watched({ detector: dedicated, traffic: 'writing', ...asked });
    expect(world.expected.size).toBe('peer' in asked ? 0 : 2);
    world.pass(1);
    connection.end();
    connection.end();
    expect(links.map(({ closed }) => closed)).toEqual([[how], [how]]);
    expect(connection).toMatchObject({ ended: true, main: null, watching: false });
    expect(world.hasTimer()).toBe(false);
  });

  test('that comes from what had arrived before it was watched leaves no timer either', async () => {
    const { world, connection, told } = unconnected({ traffic: 'writing' });
    const dialled = connection.dial();
    world.dials[0]
      ?.connect()
      .arrive({ type: 'data', bytes: new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n\r\n') });
    await dialled;
    connection.watch();
    expect(told).toEqual(['protocol error']);
    expect(connection.watching).toBe(false);
    expect(world.hasTimer()).toBe(false);
  });
});
