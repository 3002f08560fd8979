import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fdOf, tcpInfoSlotBytes } from '#native';
import { decodeLinuxTcpInfo, linuxTcpInfoOffsets } from '../../native/wrapper/tcp-info-linux.ts';
import { good, helper, pair, untilTcpInfo } from './pair.ts';

const native = helper();

describe.each(['127.0.0.1', '::1'])('over %s', (listen) => {
  test('counts the bytes and segments of both ends', async () => {
    const { client, server } = await pair({ listen });
    client.write('hello');
    await once(server, 'data');
    const sender = await untilTcpInfo(client, (info) => info.unacked === 0);
    expect(sender).toMatchObject({
      state: 'ESTABLISHED',
      congestionState: 'open',
      retransmits: 0,
      probes: 0,
      backoff: 0,
      lost: 0,
      totalRetrans: 0,
      bytesAcked: 6, // the SYN counts as one
      bytesReceived: 0,
      notsentBytes: 0,
    });
    expect(sender.rtoUs).toBeGreaterThanOrEqual(200_000); // TCP_RTO_MIN, include/net/tcp.h
    expect(sender.rttUs).toBeGreaterThan(0);
    expect(sender.rttUs).toBeLessThan(sender.rtoUs ?? 0);
    expect(sender.sndWnd).toBeGreaterThan(0);
    expect(sender.segsOut).toBeGreaterThanOrEqual(3);
    expect(sender.segsIn).toBeGreaterThanOrEqual(2);
    expect(good(native.tcpInfo(fdOf(server))).bytesReceived).toBe(5);
  });
});

test('names the states of a half-closed connection', async () => {
  const { client, server } = await pair();
  client.end();
  server.resume();
  await once(server, 'end');
  const closing = await untilTcpInfo(client, ({ unacked }) => unacked === 0); // the FIN is acknowledged late, too
  expect(closing.state).toBe('FIN-WAIT-2');
  expect(good(native.tcpInfo(fdOf(server))).state).toBe('CLOSE-WAIT');
});

test('one bad descriptor does not spoil the batch', async () => {
  const [a, b] = [await pair(), await pair()];
  a.client.write('x'.repeat(1000));
  await once(a.server, 'data');
  const fds = Int32Array.of(fdOf(a.server), -1, fdOf(b.server), 0x7fff_fff0);
  const slots = Buffer.alloc(fds.length * tcpInfoSlotBytes + 3).subarray(3); // on an odd address, as a Buffer may be
  expect(native.tcpInfoBatch(fds, slots)).toBe(2);
  expect(good(native.tcpInfoAt(slots, 0)).bytesReceived).toBe(1000);
  expect(native.tcpInfoAt(slots, 1)).toMatchObject({ ok: false, failure: { code: 'EBADF' } });
  expect(good(native.tcpInfoAt(slots, 2))).toMatchObject({ state: 'ESTABLISHED', bytesReceived: 0 });
  expect(native.tcpInfoAt(slots, 3)).toMatchObject({ ok: false, failure: { code: 'EBADF' } });
});

test('a batch buffer that is too small is a RangeError, and an empty batch is fine', () => {
  expect(() => native.tcpInfoBatch(Int32Array.of(1, 2), Buffer.alloc(2 * tcpInfoSlotBytes - 1))).toThrow(RangeError);
  expect(native.tcpInfoBatch(new Int32Array(), Buffer.alloc(0))).toBe(0);
});

test('what an older kernel does not fill in is undefined, not zero', () => {
  const info = decodeLinuxTcpInfo(new DataView(new ArrayBuffer(104))); // Linux 3.14 and before
  expect(info).toMatchObject({ totalRetrans: 0, bytesAcked: undefined, segsOut: undefined, sndWnd: undefined });
});

test('the offsets are those of this machine’s linux/tcp.h', () => {
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const lines = Object.keys(linuxTcpInfoOffsets).map(
    (field) => `printf("${field} %zu\\n", offsetof(struct tcp_info, tcpi_${field}));`,
  );
  const source = `#include <linux/tcp.h>\n#include <stddef.h>\n#include <stdio.h>\nint main(void){${lines.join('')}return 0;}`;
  writeFileSync(join(directory, 'offsets.c'), source);
  const built = spawnSync('cc', ['offsets.c', '-o', 'offsets'], { cwd: directory, encoding: 'utf8' });
  expect(built.stderr).toBe('');
  const said = spawnSync(join(directory, 'offsets'), { encoding: 'utf8' }).stdout.trim().split('\n');
  expect(said).toEqual(Object.entries(linuxTcpInfoOffsets).map(([field, offset]) => `${field} ${offset}`));
});
