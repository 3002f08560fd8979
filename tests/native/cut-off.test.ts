import { describe, expect, test } from 'vitest';
import { fdOf } from '#native';
import { good, helper, nextError, nextText, pair, untilTcpInfo } from './pair.ts';

const native = helper();
const hasty = { keepalive: true, idleMs: 1000, intervalMs: 1000 };

describe.each([
  { name: 'IPv4', listen: '127.0.0.1' },
  { name: 'IPv6', listen: '::1' },
  { name: 'an IPv4 client of an IPv6 server', listen: '::', to: '127.0.0.1' },
])('a cut over $name', (where) => {
  test('makes keepalive give up with ETIMEDOUT', async () => {
    const { client, server } = await pair(where);
    native.applyOptions(fdOf(client), { ...hasty, count: 1 });
    good(native.cutOff(fdOf(server)));
    expect(await nextError(client)).toMatchObject({ code: 'ETIMEDOUT', syscall: 'read' });
  });

  test('is survived when it ends before the probes run out', async () => {
    const { client, server } = await pair(where);
    native.applyOptions(fdOf(client), { ...hasty, count: 5 });
    good(native.cutOff(fdOf(server)));
    await untilTcpInfo(client, ({ probes = 0 }) => probes >= 1);
    good(native.restore(fdOf(server)));
    await untilTcpInfo(client, ({ probes }) => probes === 0);
    client.write('still here');
    expect(await nextText(server)).toBe('still here');
  });

  test('is silent: the peer acknowledges nothing until it is restored', async () => {
    const { client, server } = await pair(where);
    const seen: Buffer[] = [];
    server.on('data', (bytes: Buffer) => seen.push(bytes));
    good(native.cutOff(fdOf(server)));
    client.write('lost for a while');
    const cut = await untilTcpInfo(client, ({ totalRetrans = 0 }) => totalRetrans >= 2);
    expect(cut).toMatchObject({ state: 'ESTABLISHED', unacked: 1, bytesAcked: 1 });
    expect(seen).toEqual([]);
    good(native.restore(fdOf(server)));
    await untilTcpInfo(client, ({ unacked }) => unacked === 0);
    expect(Buffer.concat(seen).toString()).toBe('lost for a while');
  });
});

test('a cut is one-way: what the cut-off end sends still arrives', async () => {
  const { client, server } = await pair();
  good(native.cutOff(fdOf(server)));
  server.write('can you hear me?');
  expect(await nextText(client)).toBe('can you hear me?');
  expect(good(native.tcpInfo(fdOf(server))).unacked).toBe(1);
});

test('a cut strikes one connection, not its neighbour on the same port', async () => {
  const [struck, spared] = [await pair(), await pair()];
  good(native.cutOff(fdOf(struck.server)));
  spared.client.write('x');
  expect((await untilTcpInfo(spared.client, ({ unacked }) => unacked === 0)).bytesAcked).toBe(2);
});

test('the span of a cut lies within the caller’s own readings of the clock', async () => {
  const { client } = await pair();
  const before = process.hrtime.bigint();
  const { beforeNs, afterNs } = good(native.cutOff(fdOf(client)));
  const after = process.hrtime.bigint();
  expect([before, beforeNs, afterNs, after]).toEqual(
    [before, beforeNs, afterNs, after].toSorted((a, b) => Number(a - b)),
  );
});
