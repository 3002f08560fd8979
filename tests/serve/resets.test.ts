// oxlint-disable no-restricted-globals -- asks as a page would
/** Clients that leave without a word, at every point of the way in: none of them may end the host. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';

let folder = '';
let child: ChildProcess;
let url: URL;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-resets-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>the view</title>');
  writeFileSync(join(folder, 'assets', 'large.js'), 'x'.repeat(8 << 20));
  child = fork(new URL('./door-child.ts', import.meta.url), [folder], { execArgv: [] });
  const [{ url: text }] = (await once(child, 'message')) as [{ url: string }];
  url = new URL(text);
});
afterEach(() => {
  child.kill();
  rmSync(folder, { recursive: true });
});

const port = (): number => Number(url.port);

type When = 'at once' | 'answered' | 'unread';

/**
 * Sends `lines` and leaves: with a reset at once, with a reset when the first answer is there, or as a page does that
 * is closed: with the answer unread, of which the kernel makes a reset.
 */
function leave(lines: readonly string[], when: When): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port(), '127.0.0.1');
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

const upgrade = (path: string): readonly string[] => [
  `GET ${path} HTTP/1.1`,
  `Host: 127.0.0.1:${port()}`,
  `Origin: http://127.0.0.1:${port()}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

const ways: readonly (readonly [string, () => readonly string[]])[] = [
  ['an upgrade to a path that is none', () => upgrade('/x')],
  ['an upgrade', () => upgrade('/wire')],
  ['an upgrade that is not to WebSocket', () => upgrade('/wire').map((line) => line.replace('websocket', 'h2c'))],
  ['a file', () => ['GET /assets/large.js HTTP/1.1', `Host: 127.0.0.1:${port()}`]],
  ['half a request', () => ['POST / HTTP/1.1', `Host: 127.0.0.1:${port()}`, 'Content-Length: 100']],
];

test.each(ways)('a client that asks for %s and leaves does not end the host', async (_, lines) => {
  for (let round = 0; round < 10; round += 1)
    for (const when of ['at once', 'answered', 'unread'] as const)
      await Promise.all(Array.from({ length: 20 }, () => leave(lines(), when)));
  expect(await pageThere()).toContain('the view');
});

test('a page that closes a WebSocket at once does not end the host', async () => {
  for (let round = 0; round < 10; round += 1)
    await Promise.all(
      ['x', 'wire'].flatMap((path) =>
        Array.from({ length: 10 }, async (_, turns) => {
          const socket = new WebSocket(`ws://127.0.0.1:${port()}/${path}`, {
            origin: `http://127.0.0.1:${port()}`,
          });
          socket.on('error', () => {});
          const gone = new Promise((resolve) => void socket.on('close', resolve));
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
          socket.terminate();
          await gone;
        }),
      ),
    );
  expect(await pageThere()).toContain('the view');
});

const pageThere = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port()}/`)).text();
