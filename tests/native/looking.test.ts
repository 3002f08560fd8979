import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { fdOf } from '#native';
import { good, helper, nextError, nextText, pair, resetBehindNode, untilTcpInfo } from './pair.ts';

const native = helper();
const readiness = (socket: object) => good(native.readiness(fdOf(socket)));

describe('readiness', () => {
  test('is quiet on an idle connection', async () => {
    const { client } = await pair();
    expect(readiness(client)).toEqual({ readableBytes: 0, eof: false, failed: false });
  });

  test('sees bytes and the FIN behind them, and Node still gets both', async () => {
    const { client, server } = await pair({ pauseOnConnect: true });
    client.end('hello');
    await once(client, 'finish');
    expect(readiness(server)).toEqual({ readableBytes: 5, eof: true, failed: false });
    server.resume();
    expect(await nextText(server)).toBe('hello');
    await once(server, 'end');
    expect(readiness(server)).toEqual({ readableBytes: 0, eof: true, failed: false });
  });

  test('sees a reset a hundred times and Node still reports ECONNRESET', async () => {
    const { client, server } = await pair();
    const reported = nextError(client);
    resetBehindNode(server, client);
    for (let i = 0; i < 100; i++) expect(readiness(client)).toEqual({ readableBytes: 0, eof: false, failed: true });
    expect(good(native.tcpInfo(fdOf(client))).state).toBe('CLOSED');
    good(native.queues(fdOf(client)));
    good(native.readOptions(fdOf(client)));
    expect(await reported).toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
  });

  test('urgent data is not sent on a reset socket, and the error is left to Node', async () => {
    const { client, server } = await pair();
    const reported = nextError(client);
    resetBehindNode(server, client);
    expect(native.sendOob(fdOf(client))).toMatchObject({ ok: false, failure: { code: 'EPIPE' } });
    expect(await reported).toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
  });
});

describe('queues', () => {
  test('tell what waits on either side', async () => {
    const { client, server } = await pair();
    good(native.cutOff(fdOf(server)));
    client.write('x'.repeat(1000));
    expect(good(native.queues(fdOf(client)))).toEqual({ receivedBytes: 0, unackedBytes: 1000, unsentBytes: 0 });
    expect(good(native.queues(fdOf(server))).receivedBytes).toBe(0);
    good(native.restore(fdOf(server)));
    await once(server, 'data');
    await untilTcpInfo(client, (info) => info.unacked === 0);
    expect(good(native.queues(fdOf(client))).unackedBytes).toBe(0);
  });
});

describe('urgent data', () => {
  test('reaches the peer’s kernel but not its stream', async () => {
    const { client, server } = await pair();
    const seen: Buffer[] = [];
    server.on('data', (bytes: Buffer) => seen.push(bytes));
    client.write('hello');
    good(native.sendOob(fdOf(client), 0x21));
    client.end('ABCD');
    await once(server, 'end');
    expect(Buffer.concat(seen).toString()).toBe('helloABCD');
    // With the FIN counted there are 5 + 1 + 4 + 1.
    expect(good(native.tcpInfo(fdOf(server))).bytesReceived).toBe(11);
  });
});

const diag = good(native.openDiag());
const timer = (socket: object) => good(diag.armedTimer(fdOf(socket)));

test.each([{ listen: '127.0.0.1' }, { listen: '::1' }, { listen: '::', to: '127.0.0.1' }])(
  'the armed timer is the keepalive timer, and due within the idle time, over %o',
  async (where) => {
    const { client, server } = await pair(where);
    expect(timer(server)).toEqual({ kind: 'off', expiresMs: 0, retransmits: 0 });
    native.applyOptions(fdOf(server), { keepalive: true, idleMs: 37_000 });
    const armed = timer(server);
    expect(armed).toMatchObject({ kind: 'keepalive', retransmits: 0 });
    expect(armed.expiresMs).toBeGreaterThan(30_000);
    expect(armed.expiresMs).toBeLessThanOrEqual(37_000);
    expect(timer(client).kind).toBe('off');
  },
);

test('the armed timer is the retransmission timer while data is in flight', async () => {
  const { client, server } = await pair();
  native.applyOptions(fdOf(client), { keepalive: true, idleMs: 37_000 });
  good(native.cutOff(fdOf(server)));
  client.write('x');
  await untilTcpInfo(client, ({ retransmits = 0 }) => retransmits >= 1);
  const armed = timer(client);
  expect(armed.kind).toBe('retransmit');
  expect(armed.retransmits).toBeGreaterThanOrEqual(1);
});

test('the armed timer is the persist timer while the peer’s window is closed', async () => {
  const { client, server } = await pair();
  server.pause();
  const chunk = Buffer.alloc(1 << 20);
  for (let i = 0; i < 32; i++) client.write(chunk);
  const info = await untilTcpInfo(client, ({ probes = 0, unacked }) => probes >= 1 && unacked === 0);
  expect(info.notsentBytes).toBeGreaterThan(0);
  expect(timer(client).kind).toBe('persist');
});

test('the armed timer is an error for a socket that is dead, and for a reader that is closed', async () => {
  const { client, server } = await pair();
  resetBehindNode(server, client);
  expect(diag.armedTimer(fdOf(client))).toMatchObject({ ok: false, failure: { code: 'ENOTCONN' } });
  const other = good(native.openDiag());
  other.close();
  other.close();
  const living = await pair();
  expect(other.armedTimer(fdOf(living.client))).toMatchObject({ ok: false, failure: { code: 'EBADF' } });
});

describe('the clocks', () => {
  test('monotonic time is that of process.hrtime.bigint()', () => {
    const [before, ours, after] = [process.hrtime.bigint(), native.monotonicNs(), process.hrtime.bigint()];
    expect(ours).toBeGreaterThanOrEqual(before);
    expect(ours).toBeLessThanOrEqual(after);
  });

  test('a tick is that of a kernel that can be configured', () => {
    expect([100, 250, 300, 1000]).toContain(Math.round(1e9 / Number(native.tickNs()))); // kernel/Kconfig.hz
  });

  test('real time is the wall clock, finer than Date', () => {
    const [before, ours, after] = [Date.now(), native.realtimeNs(), Date.now()];
    expect(ours / 1_000_000n).toBeGreaterThanOrEqual(BigInt(before));
    expect(ours / 1_000_000n).toBeLessThanOrEqual(BigInt(after));
  });
});
