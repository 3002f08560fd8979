import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { createLiveRig, expectWithin, heartbeat, keepalive, over, watching } from './live-rig.ts';
import type { LiveRig } from './live-rig.ts';

let rig: LiveRig;
beforeEach(async () => {
  rig = await createLiveRig();
});
afterEach(() => rig.end());

const signal = new AbortController().signal;

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

  test('a peer that is not ours hears us again once our end is healed', async () => {
    const { endpoint } = await rig.start();
    const patient: DetectorSettings = { ...heartbeat, kind: 'heartbeat', tries: 100 } as DetectorSettings;
    const [session = 0] = await rig.open({ host: endpoint.address, port: endpoint.port }, { detectors: [patient] });
    await rig.until(session, watching);
    await rig.break([session], { kind: 'blackhole', direction: 'from-peer' });
    await rig.until(session, ({ unanswered }) => unanswered > 0);
    await rig.host['session.heal']({ sessions: [session] }, signal);
    expect(await rig.until(session, ({ unanswered }) => unanswered === 0)).toMatchObject({ state: 'watching' });
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
