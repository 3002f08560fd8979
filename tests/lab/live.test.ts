import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { SessionRow } from '#model/live.ts';
import type { Prediction } from '#model/prediction.ts';
import type { DetectorSettings, Fault } from '#model/settings.ts';
import { acrossWire, createLiveRig, heartbeat, keepalive } from './live-rig.ts';
import type { LiveRig } from './live-rig.ts';

let rig: LiveRig;
beforeEach(() => {
  rig = createLiveRig();
});
afterEach(() => rig.end());

const signal = new AbortController().signal;
const watching = (row: SessionRow): boolean => row.state === 'watching' && row.tcpState !== null;
const healed = ({ struck }: SessionRow): boolean => (struck?.ended ?? null) !== null;
const over = (row: SessionRow): boolean => row.endedAt !== null;

async function opened(detector: DetectorSettings = heartbeat, asked = {}) {
  const server = await rig.start();
  const [session = 0] = await rig.open({ server: server.server }, { detectors: [detector], ...asked });
  await rig.until(session, watching);
  return { server, session };
}

function expectWithin(ms: number | null, prediction: Prediction | null | undefined): void {
  expect(prediction).toMatchObject({ kind: 'interval' });
  const { fromMs, toMs } = prediction as Prediction & { kind: 'interval' };
  expect(ms).toBeGreaterThanOrEqual(fromMs);
  expect(ms).toBeLessThanOrEqual(toMs);
}

describe('a session to our own server', () => {
  test('shows both ends, what the kernel took, its timer and its heartbeats', async () => {
    const { server, session } = await opened(heartbeat, {
      options: { keepalive: { idleMs: 5000, intervalMs: 1000, count: 3 } },
    });
    const row = await rig.until(session, ({ heartbeatsSent, unanswered }) => heartbeatsSent >= 2 && unanswered === 0);
    expect(row).toMatchObject({
      remote: server.endpoint,
      tcpState: 'ESTABLISHED',
      timer: { kind: 'keepalive' },
      wake: { timer: 'beat' },
      effective: { keepalive: { got: { idleMs: 5000, intervalMs: 1000, count: 3 } } },
    });
    expect(row.timer?.dueAt).toBeGreaterThan(row.startedAt);
  });

  test.each<[string, DetectorSettings, Fault, object]>([
    ['heartbeats go unanswered', heartbeat, { kind: 'blackhole', direction: 'both' }, { kind: 'dead', errno: null }],
    [
      'keepalive probes do',
      keepalive,
      { kind: 'blackhole', direction: 'to-peer' },
      { kind: 'dead', errno: 'ETIMEDOUT' },
    ],
    ['the peer resets', keepalive, { kind: 'rst' }, { kind: 'dead', errno: 'ECONNRESET' }],
    ['the peer closes', heartbeat, { kind: 'fin' }, { kind: 'closed' }],
    ['the peer returns from a reboot', heartbeat, { kind: 'reboot', downMs: 200 }, { errno: 'ECONNRESET' }],
    [
      'a second connection tells',
      { ...heartbeat, kind: 'dedicated-heartbeat' } as DetectorSettings,
      { kind: 'freeze' },
      { kind: 'dead', errno: null },
    ],
  ])(
    'is given up when %s, within the interval that was predicted at the strike',
    async (_, detector, fault, verdict) => {
      const { session } = await opened(detector);
      expect(await rig.break([session], fault)).toMatchObject({ struck: [session], refused: [] });
      const row = await rig.until(session, over);
      expect(row).toMatchObject({ end: 'verdict', verdict, struck: { fault } });
      expectWithin(row.verdictMs, row.struck?.prediction);
    },
  );

  test('an option beside the detector that notices sooner is part of the prediction', async () => {
    const slow: DetectorSettings = { ...heartbeat, idleMs: 60_000, intervalMs: 1000 } as DetectorSettings;
    const { session } = await opened(slow, { options: { keepalive: { idleMs: 1000, intervalMs: 1000, count: 1 } } });
    await rig.break([session], { kind: 'blackhole', direction: 'from-peer' });
    const row = await rig.until(session, over);
    expect(row.verdict).toMatchObject({ kind: 'dead', errno: 'ETIMEDOUT' });
    expectWithin(row.verdictMs, row.struck?.prediction);
  });

  test('a cut that is healed in time leaves no verdict', async () => {
    const { session } = await opened({ ...heartbeat, tries: 8 } as DetectorSettings);
    await rig.break([session], { kind: 'blackhole', direction: 'both' });
    await rig.until(session, ({ unanswered }) => unanswered >= 1);
    await rig.host['session.heal']({ sessions: [session] }, signal);
    const row = await rig.until(session, ({ unanswered, state }) => unanswered === 0 && state === 'watching');
    expect(row.struck?.ended?.from).toBeGreaterThan(row.struck?.began.to ?? Infinity);
    expect(row.verdictAt).toBeNull();
  });

  test('an outage heals by itself', async () => {
    const { session } = await opened({ ...heartbeat, tries: 8 } as DetectorSettings);
    await rig.break([session], { kind: 'outage', direction: 'both', durationMs: 400 });
    const row = await rig.until(session, healed);
    const { began, ended } = row.struck ?? {};
    expect(((ended?.from ?? 0) - (began?.from ?? 0)) / 1e6).toBeGreaterThanOrEqual(400);
    expect((await rig.until(session, ({ unanswered }) => unanswered === 0)).state).toBe('watching');
  });

  test('slow PONGs heal back to what the server always does', async () => {
    const { session } = await opened();
    await rig.break([session], { kind: 'slow-pong', delayMs: 100 });
    await rig.host['session.heal']({ sessions: [session] }, signal);
    expect(await rig.until(session, healed)).toMatchObject({ state: 'watching' });
  });

  test('is over for us when we close it, and leaves the table when it is dismissed', async () => {
    const { session } = await opened();
    await rig.host['session.dismiss']({ sessions: [session] }, signal);
    expect(rig.rows.has(session)).toBe(true);
    await rig.host['session.close']({ sessions: [session] }, signal);
    expect(await rig.until(session, over)).toMatchObject({ state: 'ended', end: 'closed-by-us', verdict: null });
    await rig.host['session.dismiss']({ sessions: [session] }, signal);
    await expect.poll(() => rig.rows.has(session)).toBe(false);
    const past = await rig.host['session.past']({ text: 'heartbeat', offset: 0, limit: 10 }, signal);
    expect(past).toMatchObject({ total: 1, rows: [{ session, end: 'closed-by-us' }] });
  });

  test('refuses a second cut, and says what helps', async () => {
    const { session } = await opened({ ...heartbeat, tries: 100 } as DetectorSettings);
    await rig.break([session], { kind: 'blackhole', direction: 'both' });
    expect(await rig.break([session], { kind: 'outage', direction: 'both', durationMs: 1000 })).toEqual({
      struck: [],
      alsoStruck: [],
      refused: [{ what: `session ${session}`, no: 'its cable is cut already', fix: 'Heal it first.' }],
    });
  });
});

test('over IPv6 a session is cut and healed as well', async (context) => {
  const server = await rig.start({ host: '::1' }).catch(() => context.skip('needs IPv6 on the loopback interface'));
  const [session = 0] = await rig.open({ server: server.server });
  await rig.until(session, watching);
  await rig.break([session], { kind: 'blackhole', direction: 'to-peer' });
  const row = await rig.until(session, over);
  expect(row).toMatchObject({ remote: { address: '::1' }, verdict: { kind: 'dead' } });
  expectWithin(row.verdictMs, row.struck?.prediction);
});

describe('what takes the whole server', () => {
  test('a freeze strikes all sessions on it, and thaws for all of them', async () => {
    const server = await rig.start();
    const patient = { ...heartbeat, tries: 100 } as DetectorSettings;
    const sessions = await rig.open({ server: server.server }, { detectors: [patient], count: 3 });
    await Promise.all(sessions.map((session) => rig.until(session, watching)));
    const [first = 0, ...others] = sessions;
    expect(await rig.break([first], { kind: 'freeze' })).toMatchObject({ struck: [first], alsoStruck: others });
    await rig.until(others[0] ?? 0, ({ unanswered }) => unanswered > 0);
    expect(rig.servers()).toMatchObject([{ state: 'frozen' }]);
    expect(await rig.break([first], { kind: 'rst' })).toMatchObject({
      refused: [{ no: 'its probe server is frozen: it takes no orders', fix: 'Heal it first.' }],
    });
    const [late = 0] = await rig.open({ server: server.server }, { detectors: [patient] });
    await rig.until(late, ({ remote }) => remote !== null);
    await rig.host['session.heal']({ sessions: [first] }, signal);
    for (const session of [...sessions, late])
      await rig.until(session, ({ unanswered, heartbeatsSent }) => heartbeatsSent > 0 && unanswered === 0);
    expect(rig.servers()).toMatchObject([{ state: 'listening' }]);
  });

  test('a kill ends all sessions on it, and the server is gone', async () => {
    const server = await rig.start();
    const sessions = await rig.open({ server: server.server }, { count: 2 });
    for (const session of sessions) await rig.until(session, watching);
    await rig.break([sessions[0] ?? 0], { kind: 'kill' });
    for (const session of sessions) {
      const row = await rig.until(session, over);
      expect(row).toMatchObject({ state: 'closed', struck: { fault: { kind: 'kill' } } });
      expectWithin(row.verdictMs, row.struck?.prediction);
    }
    await expect.poll(rig.servers).toMatchObject([{ state: 'gone', reason: 'killed as a fault' }]);
    await expect(rig.open({ server: server.server })).rejects.toMatchObject({ detail: { code: 'server-gone' } });
    await rig.host['server.stop']({ server: server.server }, signal);
    await expect.poll(rig.servers).toEqual([]);
  });

  test('a peer process that somebody else kills is told, and its sessions notice by themselves', async () => {
    const { server, session } = await opened();
    process.kill(server.pid, 'SIGKILL');
    expect(await rig.until(session, over)).toMatchObject({ state: 'closed', struck: null });
    await expect
      .poll(rig.servers)
      .toMatchObject([{ state: 'gone', reason: 'the peer process ended from outside (SIGKILL)' }]);
  });
});

test('a server that somebody else has stopped takes no order, and one that is carried out late is told all the same', async () => {
  const { server, session } = await opened({ ...heartbeat, tries: 100 } as DetectorSettings);
  process.kill(server.pid, 'SIGSTOP');
  expect(await rig.break([session], { kind: 'rst' })).toMatchObject({
    struck: [],
    refused: [{ no: 'the probe server does not answer' }],
  });
  expect(rig.rows.get(session)?.struck).toBeNull();
  process.kill(server.pid, 'SIGCONT');
  expect(await rig.until(session, over)).toMatchObject({ verdict: { errno: 'ECONNRESET' } });
  await expect
    .poll(() => rig.events(session).filter(({ type }) => type === 'fault'))
    .toMatchObject([{ prediction: null }]);
});

describe('what cannot be done', () => {
  test('a connection that nobody accepts is a failed session with its errno and what to do', async () => {
    const listener = createServer();
    const port = await new Promise<number>((resolve) => {
      listener.listen(0, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port));
    });
    await new Promise((resolve) => void listener.close(resolve));
    const [session = 0] = await rig.open({ host: '127.0.0.1', port });
    const row = await rig.until(session, over);
    expect(row).toMatchObject({ state: 'failed', end: 'not-connected', error: { errno: 'ECONNREFUSED' } });
    expect(row.error?.hint).toMatch(/./);
  });

  test('a port that is taken, and an address that is not ours, are typed errors', async () => {
    const { endpoint } = await rig.start();
    await expect(rig.start({ port: endpoint.port })).rejects.toMatchObject({
      detail: { code: 'port-in-use', errno: 'EADDRINUSE', given: String(endpoint.port) },
    });
    await expect(rig.start({ host: '192.0.2.1' })).rejects.toMatchObject({
      detail: { code: 'cannot-listen', errno: 'EADDRNOTAVAIL', path: 'host' },
    });
  });

  test('more sessions than any system has files for are refused', async () => {
    const { server } = await rig.start();
    await expect(
      rig.open({ server }, { detectors: [heartbeat, keepalive, { kind: 'eof' }], count: 10_000 }),
    ).rejects.toMatchObject({ detail: { code: 'too-many-sessions', allowed: 'up to 20000' } });
    expect(rig.rows.size).toBe(0);
  });

  test('options that contradict the detector are refused before a socket opens', async () => {
    const { server } = await rig.start();
    await expect(
      rig.open(
        { server },
        { detectors: [keepalive], options: { keepalive: { idleMs: 9000, intervalMs: 1000, count: 1 } } },
      ),
    ).rejects.toMatchObject({ detail: { code: 'options-conflict', path: 'detectors[0]' } });
  });

  test('a peer that is not ours can be cut off at our end only', async () => {
    const { endpoint } = await rig.start();
    const [session = 0] = await rig.open({ host: endpoint.address, port: endpoint.port });
    await rig.until(session, watching);
    const refused = await rig.break([session], { kind: 'kill' });
    expect(refused).toMatchObject({ struck: [], refused: [{ no: expect.stringMatching(/not a probe server/) }] });
    expect(await rig.break([session], { kind: 'blackhole', direction: 'to-peer' })).toMatchObject({
      refused: [{ no: expect.stringMatching(/only what arrives/), fix: expect.stringMatching(/./) }],
    });
    const can = await rig.host['session.breakable']({ session }, signal);
    expect(can.filter((each) => each.can === true).map(({ kind }) => kind)).toEqual([
      'blackhole',
      'blackhole from-peer',
      'outage',
      'outage from-peer',
    ]);
    expect(await rig.break([session], { kind: 'blackhole', direction: 'both' })).toMatchObject({ struck: [session] });
    const row = await rig.until(session, over);
    expectWithin(row.verdictMs, row.struck?.prediction);
  });

  test('a peer that speaks another protocol fails a heartbeat session, and says what to choose', async () => {
    const stranger = createServer((socket) => {
      socket.on('error', () => {});
      socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(50));
    });
    const port = await new Promise<number>((resolve) => {
      stranger.listen(0, '127.0.0.1', () => resolve((stranger.address() as AddressInfo).port));
    });
    const [session = 0] = await rig.open({ host: '127.0.0.1', port });
    expect(await rig.until(session, over)).toMatchObject({ state: 'failed', error: { code: 'not-a-heartbeat-peer' } });
    await new Promise((resolve) => void stranger.close(resolve));
  });
});

describe('a watched session', () => {
  test('forecasts what would be known when, and the forecast comes true', async () => {
    const { session } = await opened();
    const stop = new AbortController();
    const looks = rig.host['session.watch']({ session }, stop.signal)[Symbol.asyncIterator]();
    const value = acrossWire('session.watch', (await looks.next()).value);
    expect(value).toMatchObject({ info: { state: 'ESTABLISHED' } });
    const kinds = value.forecasts.map(({ fault }) => fault.kind);
    expect(kinds).toEqual(expect.arrayContaining(['blackhole', 'freeze', 'rst']));
    await rig.break([session], { kind: 'freeze' });
    expect((await looks.next()).value.forecasts).toEqual([]);
    const row = await rig.until(session, over);
    const forecast = value.forecasts.find(({ fault }) => fault.kind === 'freeze')?.prediction;
    // Between the forecast and the strike the session lived on: the whole cycle is within reach again.
    expect(forecast).toMatchObject({ kind: 'interval', rule: row.struck?.prediction?.rule });
    expectWithin(row.verdictMs, row.struck?.prediction);
    stop.abort();
    expect((await looks.next()).done).toBe(true);
    expect(rig.events(session).filter(({ type }) => type === 'kernel').length).toBeGreaterThan(0);
  });

  test('keepalive probes show in its kernel lane', async () => {
    const { session } = await opened({ ...keepalive, count: 2 } as DetectorSettings);
    const stop = new AbortController();
    const looks = rig.host['session.watch']({ session }, stop.signal)[Symbol.asyncIterator]();
    await looks.next();
    await rig.break([session], { kind: 'blackhole', direction: 'both' });
    await rig.until(session, over);
    stop.abort();
    await looks.next();
    const probes = rig.events(session).flatMap((event) => (event.type === 'kernel' ? event.info.probes : []));
    expect(Math.max(...probes)).toBeGreaterThanOrEqual(1);
  });
});

describe('the feeds', () => {
  test('events come from the record, in order, and end with the session', async () => {
    const { session } = await opened();
    await rig.break([session], { kind: 'rst' });
    await rig.until(session, over);
    const feed = rig.host['session.events']({ session, afterSeq: 0 }, signal);
    const told: { seq: number; event: { type: string } }[] = [];
    const reading = (async () => {
      for await (const batch of feed) told.push(...acrossWire('session.events', batch));
    })();
    await expect.poll(() => told.at(-1)?.event.type).toBe('ended');
    await rig.host['session.dismiss']({ sessions: [session] }, signal);
    await reading;
    expect(told.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(told.map(({ event }) => event.type)).toEqual(rig.events(session).map(({ type }) => type));
    expect(told[0]?.event.type).toBe('opened');
  });

  test.each(['html', 'json', 'csv', 'md'] as const)('a session is exported as %s', async (format) => {
    const { session } = await opened();
    await rig.break([session], { kind: 'rst' });
    await rig.until(session, over);
    const file = await rig.host['session.export']({ session, format, language: 'en' }, signal);
    expect(file.name).toBe(`halfopen-session-${session}.${format}`);
    expect(Buffer.from(file.base64, 'base64').toString()).toContain('ECONNRESET');
  });
});

test('500 sessions at once are all connected, watched, struck and noticed', async () => {
  const { server } = await rig.start();
  const sessions = await rig.open({ server }, { count: 500 });
  await Promise.all(sessions.map((session) => rig.until(session, ({ heartbeatsSent }) => heartbeatsSent > 0)));
  const { struck } = await rig.break(sessions, { kind: 'blackhole', direction: 'both' });
  expect(struck).toHaveLength(500);
  const rows = await Promise.all(sessions.map((session) => rig.until(session, over)));
  expect(rows.filter(({ verdict }) => verdict?.kind !== 'dead')).toEqual([]);
  expect(rows.filter(({ struck: by }) => by?.prediction?.kind !== 'interval')).toEqual([]);
});
