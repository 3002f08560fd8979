/** Clients that pour megabytes and read nothing: the memory of the host stays as it was. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { largest, openDoorProcess, upgradeLines } from './door-process.ts';
import type { DoorProcess } from './door-process.ts';
import { protocolsWith } from '#contract/wire/admission.ts';

const mebibyte = 1 << 20;
const clients = 400;
const pouredMiB = 4;
/** Far below the 1600 MiB that are poured, and above the garbage that may lie around. */
const mostGrowthMiB = 200;

/** The head of a message that is never finished: RFC 6455, 5.2: text, not final, masked, 100 MiB. */
const message = Buffer.from([0x01, 0xff, 0, 0, 0, 0, 0x06, 0x40, 0, 0, 1, 2, 3, 4]);

interface Way {
  readonly first: (port: number) => string | Buffer;
  readonly rest: (port: number) => Buffer;
}

const request = (port: number, path = '/', method = 'GET'): string =>
  `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;

const ways: Readonly<Record<string, Way>> = {
  'a WebSocket message without end': {
    first: (port) => Buffer.concat([Buffer.from(`${upgradeLines(port, '/wire').join('\r\n')}\r\n\r\n`), message]),
    rest: () => Buffer.alloc(mebibyte),
  },
  'a header without end': {
    first: (port) => `${request(port)}Cookie: `,
    rest: () => Buffer.alloc(mebibyte, 'x'),
  },
  'a body without end': {
    first: (port) => `${request(port, '/', 'POST')}Content-Length: 999999999999\r\n\r\n`,
    rest: () => Buffer.alloc(mebibyte),
  },
  'requests whose answers nobody reads': {
    first: () => '',
    rest: (port) => Buffer.from(`${request(port, largest)}\r\n`.repeat(mebibyte / 64)),
  },
};

test.each(Object.keys(ways))('%s, of four hundred clients without the token', async (name) => {
  const { first, rest } = ways[name] as Way;
  const door = await openDoorProcess();
  const before = await door.rssMiB();
  const sockets = Array.from({ length: clients }, () => pour(door.port, first(door.port), rest(door.port)));
  expect((await mostMiB(door, sockets)) - before).toBeLessThan(mostGrowthMiB);
  for (const socket of sockets) socket.destroy();
  expect(await door.page()).toContain('the view');
});

test('pings whose answers nobody reads, of a view', async () => {
  const door = await openDoorProcess();
  const { port, token } = door;
  const lines = [...upgradeLines(port, '/wire'), `Sec-WebSocket-Protocol: ${protocolsWith(token).join(', ')}`];
  const socket = connect(port, '127.0.0.1');
  // The host may let it go.
  socket.on('error', () => {});
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 101 /);
  socket.pause();
  const before = await door.rssMiB();
  // RFC 6455, 5.2: final, a ping of 125 bytes, masked.
  const ping = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125)]);
  const many = Buffer.concat(Array.from({ length: 10_000 }, () => ping));
  for (let time = 0; time < 100; time += 1) socket.write(many);
  expect((await mostMiB(door, [socket])) - before).toBeLessThan(mostGrowthMiB);
  socket.destroy();
});

/** Of the host, until all have poured what they have, were closed, or are held back. */
async function mostMiB(door: DoorProcess, sockets: readonly Socket[]): Promise<number> {
  let most = 0;
  for (let [taken, still] = [-1, 0]; still < 20;) {
    most = Math.max(most, await door.rssMiB());
    const now = sockets.reduce((sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength, 0);
    still = now === taken ? still + 1 : 0;
    taken = now;
    await new Promise((resolve) => void setTimeout(resolve, 25));
  }
  return most;
}

/** Writes as fast as the other end takes it, reads nothing. */
function pour(port: number, first: string | Buffer, rest: Buffer): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write(first);
  let left = pouredMiB;
  const more = (): void => {
    if (left === 0 || socket.destroyed) return;
    left -= 1;
    socket.write(rest, more);
  };
  more();
  return socket;
}
