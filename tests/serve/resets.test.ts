/** Clients that leave without a word, at every point of the way in: none of them may end the host. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { largest, openDoorProcess, upgradeLines } from './door-process.ts';
import type { DoorProcess } from './door-process.ts';
import { protocolsWith } from '#contract/wire/admission.ts';

type When = 'at once' | 'answered' | 'unread';

/**
 * Sends `lines` and leaves: with a reset at once, with a reset when the first answer is there, or as a page does that
 * is closed: with the answer unread, of which the kernel makes a reset.
 */
function leave({ port }: DoorProcess, lines: readonly string[], when: When): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.write(`${lines.join('\r\n')}\r\n\r\n`, () => {
      if (when === 'at once') socket.resetAndDestroy();
      if (when === 'unread') setTimeout(() => socket.destroy(), 2);
    });
    if (when === 'answered') socket.once('data', () => socket.resetAndDestroy());
    else socket.pause();
  });
}

const withToken = ({ port, token }: DoorProcess): readonly string[] => [
  ...upgradeLines(port, '/wire'),
  `Sec-WebSocket-Protocol: ${protocolsWith(token).join(', ')}`,
];

const ways: readonly (readonly [string, (door: DoorProcess) => readonly string[]])[] = [
  ['an upgrade to a path that is none', ({ port }) => upgradeLines(port, '/x')],
  ['an upgrade without the token', ({ port }) => upgradeLines(port, '/wire')],
  ['an upgrade with the token', withToken],
  ['an upgrade to another protocol', (door) => withToken(door).map((line) => line.replace('websocket', 'h2c'))],
  ['a file', ({ port }) => [`GET ${largest} HTTP/1.1`, `Host: 127.0.0.1:${port}`]],
  ['half a request', ({ port }) => ['POST / HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Content-Length: 100']],
];

test.each(ways)('a client that asks for %s and leaves does not end the host', async (_, linesAt) => {
  const door = await openDoorProcess();
  for (let round = 0; round < 10; round += 1)
    for (const when of ['at once', 'answered', 'unread'] as const)
      await Promise.all(Array.from({ length: 20 }, () => leave(door, linesAt(door), when)));
  expect(await door.page()).toContain('the view');
});

test('a page that closes a WebSocket at once does not end the host', async () => {
  const door = await openDoorProcess();
  const { port, token } = door;
  const closeAfter = async (path: string, turns: number): Promise<void> => {
    const origin = `http://127.0.0.1:${port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocolsWith(token), { origin });
    socket.on('error', () => {});
    const gone = new Promise((resolve) => void socket.on('close', resolve));
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
    socket.terminate();
    await gone;
  };
  for (let round = 0; round < 10; round += 1)
    await Promise.all(
      ['/x', '/wire'].flatMap((path) => Array.from({ length: 10 }, (__, turns) => closeAfter(path, turns))),
    );
  expect(await door.page()).toContain('the view');
});
