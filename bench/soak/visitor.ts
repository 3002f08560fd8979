/** A view that comes, does something at random, and goes; some have no token and misbehave. */
import { connect as dial } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { WebSocket } from 'ws';
import { connect } from '#contract/wire/connect.ts';
import type { Client, GivenOf } from '#contract/wire/host.ts';
import { openSocketWire } from '#link/socket-wire.ts';

export interface Visit {
  readonly url: string;
  readonly token: string;
  readonly random: RandomGenerator;
  readonly plan: GivenOf<'run.start'>;
}

/** What was done, by name. */
export type Tally = Map<string, number>;

const chosen = <T>(random: RandomGenerator, from: readonly T[]): T => from[uniformInt(random, 0, from.length - 1)] as T;

type Deed = (client: Client, visit: Visit) => Promise<unknown>;

const deeds: Readonly<Record<string, Deed>> = {
  'opened sessions': openSessions,
  'ran an experiment': (client, { plan }) => runOne(client, plan),
  'looked at the history': (client) =>
    client.call('history.page', {
      text: '',
      filters: [],
      sort: { by: 'startedAt', descending: true },
      offset: 0,
      limit: 50,
    }),
  'exported and imported': exportAndImport,
  'watched the table': (client, { random }) => watchFor(client, uniformInt(random, 100, 3000)),
  'looked at past sessions': (client) => client.call('session.past', { text: '', offset: 0, limit: 50 }),
};

/** A refusal is an answer; anything else is thrown. */
const tolerant = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error && 'detail' in error)) throw error;
  }
};

/** Nothing that a visitor does takes so long, however busy the machine is. */
const longestVisitMs = 120_000;

/** One visit, with the token or without. */
export async function visit(visitor: Visit, tally: Tally): Promise<void> {
  const { random, url, token } = visitor;
  const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);
  if (uniformInt(random, 0, 4) === 0) {
    count('strangers');
    return stranger(url, random);
  }
  const outcome = await openSocketWire(url, token);
  if (outcome.kind !== 'open') return count(`not let in: ${outcome.why}`);
  const client = connect(outcome.wire);
  const name = chosen(random, Object.keys(deeds));
  count(name);
  const isDone = await Promise.race([
    tolerant((deeds[name] as Deed)(client, visitor)).then(() => true),
    pause(longestVisitMs, false, { ref: false }),
  ]);
  if (!isDone) count(`hung: ${name}`);
  outcome.wire.close('gone');
}

async function openSessions(client: Client, { random }: Visit): Promise<void> {
  const server = await client.call('server.start', { host: '127.0.0.1', port: null, pongDelayMs: 0 });
  const { sessions } = await client.call('session.open', {
    to: { server: server.server },
    detectors: [
      { kind: 'heartbeat', idleMs: 300, intervalMs: 300, tries: 2, from: 'client', frame: 'classic' },
      { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 1 },
    ],
    options: {},
    traffic: 'idle',
    count: uniformInt(random, 1, 40),
  });
  await pause(uniformInt(random, 200, 3000));
  const fault = chosen(random, [
    { kind: 'blackhole', direction: 'both' },
    { kind: 'freeze' },
    { kind: 'rst' },
    { kind: 'fin' },
  ] as const);
  await tolerant(client.call('session.break', { sessions, fault }));
  await pause(uniformInt(random, 0, 3000));
  await tolerant(client.call('session.heal', { sessions }));
  await tolerant(client.call('session.close', { sessions }));
  await tolerant(client.call('server.stop', { server: server.server }));
  await pause(300);
  await tolerant(client.call('session.dismiss', { sessions }));
}

async function runOne(client: Client, plan: GivenOf<'run.start'>): Promise<void> {
  const { run } = await client.call('run.start', plan);
  for await (const batch of client.feed('run.milestones', { run, afterSeq: 0 }))
    if (batch.at(-1)?.event.type === 'ended') return;
}

async function exportAndImport(client: Client): Promise<void> {
  const { entries } = await client.call('history.page', {
    text: '',
    filters: [],
    sort: { by: 'startedAt', descending: true },
    offset: 0,
    limit: 1,
  });
  const id = entries.find(({ status }) => status !== 'running')?.id;
  if (id === undefined) return;
  const { name, base64 } = await client.call('history.export', { id, format: 'bundle', language: 'en' });
  const text = Buffer.from(base64, 'base64').toString('utf8');
  await client.call('history.import', { name, text });
  await client.call('history.export', { id, format: 'html', language: 'zh' });
}

/** A table on which nothing changes tells nothing: whoever has seen enough goes, and the feed ends with the wire. */
async function watchFor(client: Client, ms: number): Promise<void> {
  const watching = (async () => {
    const items = client.feed('session.table', null)[Symbol.asyncIterator]();
    while ((await items.next()).done !== true);
  })();
  await Promise.race([watching.catch(() => undefined), pause(ms)]);
}

/** No token: a reset in the middle of a head, a wrong path, a wrong token, an upgrade that is broken off. */
async function stranger(url: string, random: RandomGenerator): Promise<void> {
  const { hostname, port, host } = new URL(url);
  const head = `GET ${chosen(random, ['/wire', '/x', '/'])} HTTP/1.1\r\nHost: ${host}\r\n`;
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';
  const socket = dial(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(
    `${head}${chosen(random, ['', upgrade, `${upgrade}Origin: http://${host}\r\nSec-WebSocket-Protocol: halfopen, token.wrong\r\n`])}${chosen(random, ['', '\r\n'])}`,
  );
  await pause(uniformInt(random, 0, 300));
  socket.resetAndDestroy();
}

/** A browser names its page's origin. */
export function pretendToBeABrowser(origin: string): void {
  Object.assign(globalThis, {
    WebSocket: class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { origin });
      }
    },
  });
}
