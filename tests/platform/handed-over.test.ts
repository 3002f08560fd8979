/** Sockets on their way from who connected them to who uses them: an error that comes then is told, and ends nothing. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { LinkSignal } from '#engine/ports.ts';
import { linkOf } from '#platform/sockets/link.ts';
import { connected } from '#platform/sockets/transport.ts';

test('a link tells of a reset that came before there was a link', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const socket = await connected({ address: '127.0.0.1', port }, new AbortController().signal);
  const [other] = await accepted;
  const gone = new Promise((resolve) => void socket.once('close', resolve));
  other.resetAndDestroy();
  await gone;
  const link = linkOf(socket, {
    effective: { keepalive: { unsupported: '' }, userTimeoutMs: { unsupported: '' } },
    native: null,
    readTimer: () => null,
  });
  const signals: LinkSignal[] = [];
  link.onSignal((signal) => signals.push(signal));
  expect(signals).toMatchObject([{ type: 'failed', errno: 'ECONNRESET', syscall: 'read' }]);
});
