import { connect } from 'node:net';
import { quietly } from '#model/responder.ts';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeFrame } from '#model/wire/frame.ts';
import { listen } from '#platform';
import type { Listening } from '#platform';

let listening: Listening;
let told: string[];
const open: Socket[] = [];

beforeEach(async () => {
  told = [];
  listening = await listen({
    host: '127.0.0.1',
    port: 0,
    behaviour: quietly,
    onEvent: (_client, what) => told.push(what),
  });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await listening.close();
});

const dial = (): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(listening.endpoint.port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
    open.push(socket);
  });
const ping = encodeFrame({ kind: 'ping', format: 'classic', note: null });
const received = (socket: Socket, bytes: number) =>
  new Promise<Buffer>((resolve) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      if (all.length >= bytes) resolve(all);
    });
  });

test('a thousand idle clients leave it as quick to answer as one', async () => {
  await Promise.all(Array.from({ length: 1000 }, dial));
  const socket = await dial();
  const answer = received(socket, ping.length);
  socket.write(ping);
  expect((await answer).readUInt32BE(0)).toBe(2);
  await expect.poll(() => told.filter((what) => what === 'connected').length).toBe(1001);
});

test('a PING in two halves is one PING; two at once are two', async () => {
  const socket = await dial();
  const answers = received(socket, 3 * ping.length);
  socket.write(ping.subarray(0, 500));
  await new Promise((resolve) => void setTimeout(resolve, 20));
  socket.write(Buffer.concat([ping.subarray(500), ping, ping]));
  expect((await answers).length).toBe(3 * ping.length);
});

test('garbage ends that connection, says what it was, and leaves the others alone', async () => {
  const [bad, good] = await Promise.all([dial(), dial()]);
  const gone = new Promise((resolve) => void bad.once('close', resolve));
  bad.on('error', () => {});
  bad.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5000));
  await gone;
  await expect.poll(() => told.join('\n')).toMatch(/closed by us: .*unknown type 0x47455420 at byte 0/);
  const answer = received(good, ping.length);
  good.write(ping);
  expect((await answer).length).toBe(ping.length);
});

test('a client that never reads gets no more answers than the server may hold for it', async () => {
  const before = process.memoryUsage().rss;
  const socket = await dial();
  socket.pause();
  const flood = Buffer.concat(Array.from({ length: 500 }, () => ping));
  for (let i = 0; i < 200 && !told.includes('does not read: answers are dropped until it does'); i++)
    await new Promise<void>((resolve) => void socket.write(flood, () => resolve()));
  await expect.poll(() => told).toContain('does not read: answers are dropped until it does');
  // 50 MB of answers would be owed by now; what is held is a socket buffer and 64 KiB.
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
});
