// oxlint-disable no-restricted-globals -- asks as a page would
/** The browser's door, tried by those who should not get in and by more of those who should than there will ever be. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { fakeHost } from '../contract/fake-host.ts';
import { connect } from '#contract/wire/connect.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { openSocketWire } from '#link/socket-wire.ts';
import { serve } from '#serve';
import type { Served } from '#serve';

const log: string[] = [];
afterEach(() => void (log.length = 0));

interface Door extends Served {
  readonly port: number;
  readonly token: string;
  readonly made: () => number;
}

async function openDoor(): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-serve-'));
  mkdirSync(join(folder, 'view', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'view', 'index.html'), '<title>the view</title>');
  writeFileSync(join(folder, 'view', 'assets', 'a.js'), 'export {};');
  const fake = fakeHost('endless');
  const served = await serve({
    assets: join(folder, 'view'),
    address: '127.0.0.1',
    port: 0,
    log: (line) => log.push(line),
    onWire: (wire) => serveWire(fake.host, wire, (line) => log.push(line)),
  });
  onTestFinished(async () => {
    await served.close();
    rmSync(folder, { recursive: true });
  });
  const { port, hash } = new URL(served.url);
  return { ...served, port: Number(port), token: hash.slice('#token='.length), made: fake.made };
}

/** A request as it is written here: nothing normalises the path or adds a header. */
async function raw(port: number, lines: readonly string[]): Promise<string> {
  const socket = dial(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
  socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  return answer;
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const wireAt = (door: Door, headers: Record<string, string> = {}): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${door.port}/wire`, {
    headers: { Origin: `http://127.0.0.1:${door.port}`, ...headers },
  });

describe('files', () => {
  test('the view comes with the headers that keep it to itself', async () => {
    const door = await openDoor();
    const answer = await fetch(`http://127.0.0.1:${door.port}/`);
    expect(await answer.text()).toContain('the view');
    expect(answer.headers.get('content-security-policy')).toContain(`connect-src 'self' ws://127.0.0.1:${door.port};`);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('access-control-allow-origin')).toBe(null);
  });

  test.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/../../secret.html',
    '/..\\secret.html',
    '/%5c..%5csecret.html',
    '//127.0.0.1/../secret.html',
    '/secret.html%00.js',
    '/C:/secret.html',
    'http://elsewhere/../secret.html',
    '/assets',
    '/package.json/../../../../../../etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const door = await openDoor();
    const answer = await raw(door.port, [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${door.port}`]);
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(answer).not.toContain('secret\n');
    expect(answer).not.toMatch(/secret$/);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    const door = await openDoor();
    expect((await fetch(`http://127.0.0.1:${door.port}/`, { method })).status).toBe(405);
  });

  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', ''])(
    'a request for the host "%s" is not for us',
    async (host) => {
      const door = await openDoor();
      const answer = await raw(door.port, ['GET / HTTP/1.1', `Host: ${host}`]);
      expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
      expect(answer).not.toContain('the view');
    },
  );
});

describe('the wire', () => {
  test('lets in who shows the token', async () => {
    const door = await openDoor();
    const socket = wireAt(door);
    await once(socket, 'open');
    socket.send(door.token);
    const [welcome] = (await once(socket, 'message')) as [Buffer];
    expect(welcome.toString()).toBe('"welcome"');
  });

  test.each([
    ['a wrong token', 'x'.repeat(43)],
    ['an empty one', ''],
    ['a long one', 'x'.repeat(2000)],
  ])('turns away who shows %s', async (_, token) => {
    const door = await openDoor();
    const socket = wireAt(door);
    await once(socket, 'open');
    socket.send(token);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4401);
  });

  test('turns away who asks without a token', async () => {
    const door = await openDoor();
    const socket = wireAt(door);
    await once(socket, 'open');
    socket.send(JSON.stringify({ t: 'ask', id: 1, name: 'preferences.get', input: null }));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4401);
  });

  test('the view is told that its token is not the one', async () => {
    const door = await openDoor();
    // Node's WebSocket sends no origin, as no page would.
    const outcome = await openSocketWire(`ws://127.0.0.1:${door.port}/wire`, door.token);
    expect(outcome.kind).toBe('failed');
  });

  test.each([
    ['a page from elsewhere', { Origin: 'https://evil.example' }, 403],
    ['a page of another port', { Origin: 'http://127.0.0.1:1' }, 403],
    ['a sandboxed page', { Origin: 'null' }, 403],
    ['a name that was pointed at us', { Host: 'evil.example', Origin: 'http://evil.example' }, 421],
  ])('refuses %s before it can say anything', async (_, headers, status) => {
    const door = await openDoor();
    const socket = wireAt(door, headers);
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(answer.statusCode).toBe(status);
    expect(log.join()).toContain(String(status));
  });

  test('is at one path only', async () => {
    const door = await openDoor();
    const socket = new WebSocket(`ws://127.0.0.1:${door.port}/`, {
      headers: { Origin: `http://127.0.0.1:${door.port}` },
    });
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(answer.statusCode).toBe(404);
  });

  test.each([
    ['garbage', 'no json'],
    ['a binary message', Buffer.from([1, 2, 3])],
    ['JSON that is no message', '{"t":"ask"}'],
  ])('%s closes it by the rules', async (_, message) => {
    const door = await openDoor();
    const socket = await admitted(door);
    socket.send(message);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1008);
  });

  test('two hundred views are answered at once', async () => {
    const door = await openDoor();
    const sockets = await Promise.all(Array.from({ length: 200 }, () => admitted(door)));
    const answers = sockets.map(async (socket) => {
      socket.send(JSON.stringify({ t: 'ask', id: 1, name: 'preferences.get', input: null }));
      const [answer] = (await once(socket, 'message')) as [Buffer];
      return JSON.parse(answer.toString()) as unknown;
    });
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ t: 'ok', id: 1 });
    expect(sockets).toHaveLength(200);
  });

  test('a view that does not read costs a few items, not memory', async () => {
    const door = await openDoor();
    const socket = await admitted(door);
    socket.send(JSON.stringify({ t: 'ask', id: 1, name: 'history.changes', input: null }));
    await once(socket, 'message');
    socket.pause();
    await vi.waitFor(() => expect(door.made()).toBeGreaterThan(1));
    const other = await admitted(door);
    for (let id = 2; id < 20; id += 1) {
      other.send(JSON.stringify({ t: 'ask', id, name: 'preferences.get', input: null }));
      await once(other, 'message');
    }
    // The endless feed stands still at its credit.
    expect(door.made()).toBeLessThan(10);
  });

  test('closing the door ends everything', async () => {
    const door = await openDoor();
    const socket = await admitted(door);
    const gone = once(socket, 'close');
    await door.close();
    await gone;
    await expect(fetch(`http://127.0.0.1:${door.port}/`)).rejects.toThrow();
  });
});

test('a port in use is named', async () => {
  const door = await openDoor();
  const again = serve({ assets: '/', address: '127.0.0.1', port: door.port, log: () => {}, onWire: () => {} });
  await expect(again).rejects.toMatchObject({ detail: { code: 'port-in-use', given: String(door.port) } });
});

test('each start has a token of its own', async () => {
  const [one, two] = [await openDoor(), await openDoor()];
  expect(one.token).not.toBe(two.token);
  expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
});

async function admitted(door: Door): Promise<WebSocket> {
  const socket = wireAt(door);
  await once(socket, 'open');
  socket.send(door.token);
  await once(socket, 'message');
  return socket;
}

test('a call goes through the whole door', async () => {
  const door = await openDoor();
  const socket = await admitted(door);
  const client = connect({
    post: (message) => socket.send(JSON.stringify(message)),
    onMessage: (handle) => void socket.on('message', (data: Buffer) => handle(JSON.parse(data.toString()))),
    onClose: (handle) => void socket.on('close', () => handle('closed')),
    close: () => socket.close(),
  });
  await expect(client.call('preferences.get', null)).resolves.toMatchObject({ language: 'system' });
});
