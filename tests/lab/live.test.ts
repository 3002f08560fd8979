import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { createLiveRig, expectWithin, healed, heartbeat, keepalive, over, watching } from './live-rig.ts';
import type { LiveRig } from './live-rig.ts';

let rig: LiveRig;
beforeEach(async () => {
  rig = await createLiveRig();
});
afterEach(() => rig.end());

const signal = new AbortController().signal;

describe('a session to our own server', () => {
  test('shows both ends, what the kernel took, its timer and its heartbeats', async () => {
    const { server, session } = await rig.opened(heartbeat, {
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
      const { session } = await rig.opened(detector);
      expect(await rig.break([session], fault)).toMatchObject({ struck: [session], refused: [] });
      const row = await rig.until(session, over);
      expect(row).toMatchObject({ end: 'verdict', verdict, struck: { fault } });
      expectWithin(row.verdictMs, row.struck?.prediction);
    },
  );

  test('an option beside the detector that notices sooner is part of the prediction', async () => {
    const slow: DetectorSettings = { ...heartbeat, idleMs: 60_000, intervalMs: 1000 } as DetectorSettings;
    const { session } = await rig.opened(slow, {
      options: { keepalive: { idleMs: 1000, intervalMs: 1000, count: 1 } },
    });
    await rig.break([session], { kind: 'blackhole', direction: 'from-peer' });
    const row = await rig.until(session, over);
    expect(row.verdict).toMatchObject({ kind: 'dead', errno: 'ETIMEDOUT' });
    expectWithin(row.verdictMs, row.struck?.prediction);
  });

  test('a cut that is healed in time leaves no verdict', async () => {
    const { session } = await rig.opened({ ...heartbeat, tries: 8 } as DetectorSettings);
    await rig.break([session], { kind: 'blackhole', direction: 'both' });
    await rig.until(session, ({ unanswered }) => unanswered >= 1);
    await rig.host['session.heal']({ sessions: [session] }, signal);
    const row = await rig.until(session, ({ unanswered, state }) => unanswered === 0 && state === 'watching');
    expect(row.struck?.ended?.from).toBeGreaterThan(row.struck?.began.to ?? Infinity);
    expect(row.verdictAt).toBeNull();
    await rig.until(session, ({ struck }) => struck?.survivedAt !== undefined);
  });

  test('an outage heals by itself', async () => {
    const { session } = await rig.opened({ ...heartbeat, tries: 8 } as DetectorSettings);
    await rig.break([session], { kind: 'outage', direction: 'both', durationMs: 400 });
    const row = await rig.until(session, healed);
    const { began, ended } = row.struck ?? {};
    expect(((ended?.from ?? 0) - (began?.from ?? 0)) / 1e6).toBeGreaterThanOrEqual(400);
    expect((await rig.until(session, ({ unanswered }) => unanswered === 0)).state).toBe('watching');
  });

  test('slow PONGs heal back to what the server always does', async () => {
    const { session } = await rig.opened();
    await rig.break([session], { kind: 'slow-pong', delayMs: 100 });
    await rig.host['session.heal']({ sessions: [session] }, signal);
    expect(await rig.until(session, healed)).toMatchObject({ state: 'watching' });
  });

  test('is over for us when we close it, and leaves the table when it is dismissed', async () => {
    const { session } = await rig.opened();
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
    const { session } = await rig.opened({ ...heartbeat, tries: 100 } as DetectorSettings);
    await rig.break([session], { kind: 'blackhole', direction: 'both' });
    expect(await rig.break([session], { kind: 'outage', direction: 'both', durationMs: 1000 })).toEqual({
      struck: [],
      alsoStruck: [],
      refused: [{ what: `session ${session}`, no: 'it is already cut', fix: 'Heal it first.' }],
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
      refused: [{ no: 'its probe server is frozen and cannot be controlled', fix: 'Heal it first.' }],
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
    const sessions = await rig.open({ server: server.server }, { detectors: [keepalive], count: 2 });
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
    // One that sends nothing: data that was not read yet would turn the FIN into RST.
    const { server, session } = await rig.opened(keepalive);
    process.kill(server.pid, 'SIGKILL');
    expect(await rig.until(session, over)).toMatchObject({ state: 'closed', struck: null });
    await expect
      .poll(rig.servers)
      .toMatchObject([{ state: 'gone', reason: 'the peer process ended from outside (SIGKILL)' }]);
  });
});

test('a server that somebody else has stopped takes no order, and one that is carried out late is told all the same', async () => {
  const { server, session } = await rig.opened({ ...heartbeat, tries: 100 } as DetectorSettings);
  process.kill(server.pid, 'SIGSTOP');
  expect(await rig.break([session], { kind: 'rst' })).toMatchObject({
    struck: [],
    refused: [{ no: 'the probe server does not answer' }],
  });
  expect(rig.rows.get(session)?.struck).toBeNull();
  process.kill(server.pid, 'SIGCONT');
  expect(await rig.until(session, over)).toMatchObject({ verdict: { errno: 'ECONNRESET' } });
  await expect
    .poll(async () => (await rig.events(session)).filter(({ type }) => type === 'fault'))
    .toMatchObject([{ prediction: null }]);
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
