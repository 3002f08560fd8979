// oxlint-disable no-restricted-globals -- asks as a page would
/** The browser's door, tried by those who should not get in and by more of those who should than there will ever be. */
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { connect as dial, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { fakeHost } from '../contract/fake-host.ts';
import { askingFor, protocolsWith } from '#contract/wire/admission.ts';
import { connect } from '#contract/wire/connect.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { openSocketWire } from '#link/socket-wire.ts';
import { Strangers } from '../../main/serve/strangers.ts';
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
const wireAt = (door: Door, protocols: string[], headers: Record<string, string> = {}): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${door.port}/wire`, protocols, {
    headers: { Origin: `http://127.0.0.1:${door.port}`, ...headers },
  });

/** How an upgrade was refused. */
async function refusal(socket: WebSocket): Promise<number | undefined> {
  const [request, answer] = (await once(socket, 'unexpected-response')) as [ClientRequest, IncomingMessage];
  request.destroy();
  return answer.statusCode;
}

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

test.runIf(process.platform === 'linux')(
  'a file is closed when whoever asked for it has gone before or while it is sent',
  async () => {
    const door = await openDoor();
    for (let round = 0; round < 300; round += 1) {
      const socket = dial(door.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\n\r\n`);
      for (let turn = 0; turn < round % 6; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
      socket.resetAndDestroy();
    }
    const open = (): number =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).endsWith('index.html');
        } catch {
          return false;
        }
      }).length;
    await expect.poll(open).toBe(0);
  },
);

describe('the wire', () => {
  test('lets in who shows the token, and does not send it back', async () => {
    const door = await openDoor();
    const socket = wireAt(door, protocolsWith(door.token));
    await once(socket, 'open');
    expect(socket.protocol).toBe('halfopen');
    await expect(answerTo(socket, 'preferences.get')).resolves.toMatchObject({ t: 'ok' });
  });

  test.each([
    ['a wrong token', protocolsWith('x'.repeat(43))],
    ['an empty one', protocolsWith('')],
    ['a long one', protocolsWith('x'.repeat(2000))],
    ['none', []],
    ['none, but the name of the protocol', ['halfopen']],
  ])('gives no WebSocket to who shows %s', async (_, protocols) => {
    const door = await openDoor();
    expect(await refusal(wireAt(door, protocols))).toBe(401);
    expect(log).toEqual(['refused a connection: 401 Unauthorized']);
  });

  test('the view is told whether its token is not the one, or whether the host gave no connection or is gone', async () => {
    const door = await openDoor();
    const url = `ws://127.0.0.1:${door.port}/wire`;
    // Node's WebSocket sends no origin, as no page would.
    expect(await openSocketWire(url, door.token)).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('204'),
    });
    expect(await openSocketWire(url, 'x'.repeat(43))).toMatchObject({ kind: 'refused' });
    expect(await openSocketWire(url, '')).toMatchObject({ kind: 'refused' });
    await door.close();
    expect(await openSocketWire(url, door.token)).toEqual({ kind: 'failed', why: 'the host is not there' });
  });

  test('whether a token is the right one is told to no page from elsewhere', async () => {
    const door = await openDoor();
    const answer = await fetch(`http://127.0.0.1:${door.port}/wire`, { headers: askingFor(door.token) });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(null);
    const rebound = ['GET /wire HTTP/1.1', 'Host: evil.example', `Authorization: Bearer ${door.token}`];
    expect(statusOf(await raw(door.port, rebound))).toBe(421);
    // A page must ask before it sends such a header elsewhere, and is not allowed to.
    const asked = await fetch(`http://127.0.0.1:${door.port}/wire`, { method: 'OPTIONS' });
    expect([asked.ok, asked.headers.get('access-control-allow-headers')]).toEqual([false, null]);
  });

  test.each([
    ['a page from elsewhere', { Origin: 'https://evil.example' }, 403],
    ['a page of another port', { Origin: 'http://127.0.0.1:1' }, 403],
    ['a sandboxed page', { Origin: 'null' }, 403],
    ['a name that was pointed at us', { Host: 'evil.example', Origin: 'http://evil.example' }, 421],
  ])('refuses %s before it can say anything', async (_, headers, status) => {
    const door = await openDoor();
    expect(await refusal(wireAt(door, protocolsWith(door.token), headers))).toBe(status);
    expect(log.join()).toContain(String(status));
  });

  test('is at one path only', async () => {
    const door = await openDoor();
    const socket = new WebSocket(`ws://127.0.0.1:${door.port}/`, protocolsWith(door.token), {
      headers: { Origin: `http://127.0.0.1:${door.port}` },
    });
    expect(await refusal(socket)).toBe(404);
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

  test('what a view says after that is not heard', async () => {
    const door = await openDoor();
    const socket = await admitted(door);
    socket.send('no json');
    socket.send(JSON.stringify({ t: 'ask', id: 1, name: 'history.changes', input: null }));
    await once(socket, 'close');
    expect(door.made()).toBe(0);
  });

  test('two hundred views are answered at once', async () => {
    const door = await openDoor();
    const sockets = await Promise.all(Array.from({ length: 200 }, () => admitted(door)));
    const answers = sockets.map((socket) => answerTo(socket, 'preferences.get'));
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

  test('connections that say nothing keep nobody out, and take no view its place', async () => {
    const door = await openDoor();
    const view = await admitted(door);
    const idle = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = dial(door.port, '127.0.0.1');
        await once(socket, 'connect');
        return socket;
      }),
    );
    expect(await (await fetch(`http://127.0.0.1:${door.port}/`)).text()).toContain('the view');
    await expect(answerTo(await admitted(door), 'preferences.get')).resolves.toMatchObject({ t: 'ok' });
    await expect(answerTo(view, 'preferences.get')).resolves.toMatchObject({ t: 'ok' });
    for (const socket of idle) socket.destroy();
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

test('a connection that shows no token is let go after a while, a view is not', async () => {
  const strangers = new Strangers({ most: 2, longestMs: 50 });
  const server = createServer((socket) => strangers.add(socket)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const accepted = async (): Promise<readonly [Socket, Socket]> => {
    const socket = dial((server.address() as AddressInfo).port, '127.0.0.1');
    const [other] = (await once(server, 'connection')) as [Socket];
    return [socket, other];
  };
  const [view, ours] = await accepted();
  strangers.forget(ours);
  const [stranger] = await accepted();
  await once(stranger.resume(), 'close');
  expect(view.destroyed).toBe(false);
  view.destroy();
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
  const socket = wireAt(door, protocolsWith(door.token));
  await once(socket, 'open');
  return socket;
}

async function answerTo(socket: WebSocket, name: string): Promise<unknown> {
  socket.send(JSON.stringify({ t: 'ask', id: 1, name, input: null }));
  const [answer] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(answer.toString());
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
