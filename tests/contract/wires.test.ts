/** One suite over every wire: whatever carries the messages, a view must not be able to tell. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { fakeHost } from './fake-host.ts';
import { connect } from '#contract/wire/connect.ts';
import type { Client } from '#contract/wire/host.ts';
import { wirePair } from '#contract/wire/pair.ts';
import { portWire } from '#contract/wire/message-port.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { feedCredit, mostCredit } from '#contract/wire/wire.ts';
import type { Message, Wire } from '#contract/wire/wire.ts';
import { HalfopenError } from '#model/error.ts';
import { openSocketWire } from '#link/socket-wire.ts';
import { socketWire } from '../../main/serve/socket-wire.ts';

type Pair = readonly [host: Wire, view: Wire];

const inMemory = async (): Promise<Pair> => wirePair(queueMicrotask);

const overPorts = async (): Promise<Pair> => {
  const { port1, port2 } = new MessageChannel();
  return [portWire(likeElectrons(port1)), portWire(likeElectrons(port2))];
};

/** Electron hands over an event with `data`, Node the message itself. */
const likeElectrons = (port: MessagePort) => ({
  postMessage: (message: unknown) => port.postMessage(message),
  on: (event: 'message' | 'close', handle: (event: { readonly data: unknown }) => void) =>
    event === 'message'
      ? port.on('message', (data) => handle({ data }))
      : port.on('close', () => handle({ data: null })),
  start: () => undefined,
  close: () => port.close(),
});

const overSocket = async (): Promise<Pair> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new WebSocketServer({ server });
  const hostEnd = new Promise<Wire>((resolve) => {
    sockets.on('connection', (socket) => resolve(socketWire(socket)));
  });
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const outcome = await openSocketWire(`ws://127.0.0.1:${port}/`, 'a-token');
  if (outcome.kind !== 'open') throw new Error(outcome.why);
  return [await hostEnd, outcome.wire];
};

const log: string[] = [];

describe.each([
  ['in memory', inMemory],
  ['over message ports', overPorts],
  ['over a WebSocket', overSocket],
])('%s', (_, open) => {
  async function connected(items: number | 'endless' = 3) {
    const [hostEnd, viewEnd] = await open();
    const fake = fakeHost(items);
    log.length = 0;
    serveWire(fake.host, hostEnd, (line) => log.push(line));
    onTestFinished(() => hostEnd.close('the test is over'));
    return { ...fake, hostEnd, viewEnd };
  }

  test('a call brings its parsed answer', async () => {
    const client = connect((await connected()).viewEnd);
    await expect(client.call('preferences.get', null)).resolves.toEqual({
      language: 'system',
      theme: 'system',
      keepDays: null,
    });
  });

  test('a typed failure arrives whole', async () => {
    const client = connect((await connected()).viewEnd);
    const failure = await client.call('run.cancel', { run: 'x' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HalfopenError);
    expect((failure as HalfopenError).detail).toEqual({
      code: 'not-here',
      fault: 'machine',
      message: 'no run.cancel',
      hint: 'Try elsewhere.',
      errno: 'ENOSYS',
    });
  });

  test('a defect of the host is logged there and told as such', async () => {
    const client = connect((await connected()).viewEnd);
    await expect(client.call('plan.presets', null)).rejects.toMatchObject({ detail: { code: 'internal' } });
    expect(log.join()).toContain('a defect');
  });

  test('bad input names the field and never reaches the host', async () => {
    const client = connect((await connected()).viewEnd);
    await expect(client.call('server.stop', { server: 0 })).rejects.toMatchObject({
      detail: { code: 'bad-input', path: 'server' },
    });
  });

  test('a cancelled call is told to stop', async () => {
    const fake = await connected();
    const client = connect(fake.viewEnd);
    const abort = new AbortController();
    const call = client.call('host.reveal', null, abort.signal);
    abort.abort();
    await expect(call).rejects.toMatchObject({ detail: { code: 'cancelled' } });
    expect(fake.cancelled()).toBe(1);
  });

  test('ten thousand items arrive in order', async () => {
    const client = connect((await connected(10_000)).viewEnd);
    let last = 0;
    for await (const { revision } of client.feed('history.changes', null)) {
      if (revision !== last + 1) throw new Error(`${revision} after ${last}`);
      last = revision;
    }
    expect(last).toBe(10_000);
  });

  test('a view that does not read holds the host back', async () => {
    const fake = await connected('endless');
    const client = connect(fake.viewEnd);
    const feed = client.feed('history.changes', null)[Symbol.asyncIterator]();
    await feed.next();
    await vi.waitFor(() => expect(fake.made()).toBeGreaterThanOrEqual(feedCredit));
    // Everything that is under way has had its time when a call has gone there and back.
    await client.call('preferences.get', null);
    await client.call('preferences.get', null);
    // One more than the credit has been made, and waits.
    expect(fake.made()).toBeLessThanOrEqual(feedCredit + 1);
    await feed.return?.();
  });

  test('whoever stops reading ends the source, even while it waits', async () => {
    const fake = await connected();
    const client = connect(fake.viewEnd);
    for await (const { forecasts } of client.feed('session.watch', { session: 1 })) {
      expect(forecasts[0]?.prediction).toMatchObject({ toMs: Infinity });
      break;
    }
    await vi.waitFor(() => expect(fake.ended()).toBe(1));
  });

  test('an aborted feed ends without an error', async () => {
    const fake = await connected();
    const abort = new AbortController();
    const seen: unknown[] = [];
    for await (const item of connect(fake.viewEnd).feed('session.watch', { session: 1 }, abort.signal)) {
      seen.push(item);
      abort.abort();
    }
    expect(seen).toHaveLength(1);
    await vi.waitFor(() => expect(fake.ended()).toBe(1));
  });

  test('a wire that closes in the middle rejects what waits and stops what runs', async () => {
    const fake = await connected();
    const client = connect(fake.viewEnd);
    const closed = new Promise((resolve) => client.onClose(resolve));
    const call = client.call('host.reveal', null);
    const feed = client.feed('session.watch', { session: 1 });
    await feed[Symbol.asyncIterator]().next();
    fake.hostEnd.close('gone');
    await expect(call).rejects.toMatchObject({ detail: { code: 'disconnected' } });
    await closed;
    await vi.waitFor(() => expect([fake.cancelled(), fake.ended()]).toEqual([1, 1]));
    await expect(client.call('preferences.get', null)).rejects.toMatchObject({ detail: { code: 'disconnected' } });
  });

  test('what is no message closes the wire, and its content is not logged', async () => {
    const { viewEnd } = await connected();
    const closed = new Promise((resolve) => viewEnd.onClose(resolve));
    viewEnd.post({ t: 'secret', id: 'hunter2' } as unknown as Message);
    await closed;
    expect(log).toEqual(['what a view said is no message; its wire is closed']);
  });

  test('an unknown call, an id in use and a word that views do not say leave the wire open', async () => {
    const { viewEnd } = await connected();
    const heard: Message[] = [];
    viewEnd.onMessage((message) => heard.push(message as Message));
    viewEnd.post({ t: 'ask', id: 1, name: 'host.reveal', input: null });
    viewEnd.post({ t: 'ask', id: 1, name: 'preferences.get', input: null });
    viewEnd.post({ t: 'ask', id: 2, name: 'constructor', input: null });
    viewEnd.post({ t: 'end', id: 2 });
    viewEnd.post({ t: 'more', id: 99, credit: mostCredit });
    viewEnd.post({ t: 'ask', id: 3, name: 'preferences.get', input: null });
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard.map((message) => (message.t === 'fail' ? message.error.code : message.t))).toEqual([
      'id-in-use',
      'unknown-call',
      'ok',
    ]);
  });
});

test('an answer that is not as agreed is refused by the view', async () => {
  const [hostEnd, viewEnd] = await inMemory();
  const client: Client = connect(viewEnd);
  hostEnd.onMessage(() => hostEnd.post({ t: 'ok', id: 1, output: { language: 'klingon' } }));
  await expect(client.call('preferences.get', null)).rejects.toMatchObject({ detail: { code: 'bad-answer' } });
});
