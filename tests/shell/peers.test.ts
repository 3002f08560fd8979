/** Probe peers between host process and main process, with the built peer on the stand-in's utility process. */
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { fromHost } from '#shell/host-process/host-messages.ts';
import { MainProxy } from '#shell/host-process/main-proxy.ts';
import { Peers } from '#shell/peers.ts';
import { repository } from '../ground/sources.ts';
import { ensureBundles } from '../standin/launch.ts';

vi.mock('electron', async () => ({ utilityProcess: (await import('../standin/utility.ts')).utilityProcess }));

const program = join(repository, 'out/main/peer-process.js');
const running: Peers[] = [];

beforeAll(ensureBundles);
afterEach(() => {
  for (const peers of running.splice(0)) peers.end();
});

/** Both ends, with everything cloned and parsed on its way as between two processes. */
function connected(path = program): { readonly proxy: MainProxy; readonly peers: Peers } {
  const proxy = new MainProxy((message) => {
    const wish = fromHost.parse(structuredClone(message));
    if (wish.say === 'peer-start' || wish.say === 'peer-order' || wish.say === 'peer-signal') peers.do(wish);
  });
  const peers = new Peers(path, (message) => void proxy.hear(structuredClone(message)));
  running.push(peers);
  return { proxy, peers };
}

type Peer = Awaited<ReturnType<MainProxy['startPeer']>>;

/** The next report of a peer. */
const reportOf = (peer: Peer): Promise<unknown> => new Promise((resolve) => peer.onMessage(resolve));
const exitOf = (peer: Peer): Promise<string> => new Promise((resolve) => peer.onExit(resolve));

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a peer listens where it was told, and its reports wait for a listener', async () => {
  const { proxy } = connected();
  const peer = await proxy.startPeer(['127.0.0.1']);
  const report = (await reportOf(peer)) as { said: string; port: number };
  expect(report).toMatchObject({ said: 'listening' });
  const socket = createConnection({ host: '127.0.0.1', port: report.port });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
});

test('an order reaches the peer and its answer comes back', async () => {
  const { proxy } = connected();
  const peer = await proxy.startPeer(['127.0.0.1']);
  await reportOf(peer);
  const answer = reportOf(peer);
  peer.send({ do: 'fin', id: 7, clients: [1] });
  expect(await answer).toMatchObject({ said: 'done', id: 7 });
});

test('a frozen peer is killed, and its end is told', async () => {
  const { proxy } = connected();
  const peer = await proxy.startPeer(['127.0.0.1']);
  const exit = exitOf(peer);
  peer.kill('SIGSTOP');
  peer.kill('SIGKILL');
  expect(await exit).toMatch(/^code \d+$/);
});

test('peers end when the main process lets them go', async () => {
  const { proxy, peers } = connected();
  const started = await Promise.all([proxy.startPeer(['127.0.0.1']), proxy.startPeer(['127.0.0.1'])]);
  const exits = Promise.all(started.map(exitOf));
  started[1].kill('SIGSTOP');
  peers.end();
  await exits;
  expect(started.map(({ pid }) => isThere(pid))).toEqual([false, false]);
});

test('a signal or an order for a peer that is gone does nothing', async () => {
  const { proxy } = connected();
  const peer = await proxy.startPeer(['127.0.0.1']);
  const exit = exitOf(peer);
  peer.kill('SIGKILL');
  await exit;
  expect(() => {
    peer.kill('SIGKILL');
    peer.send({ do: 'fin', id: 1, clients: [] });
  }).not.toThrow();
});

test('the host process may only ask for what it may ask for', () => {
  for (const wish of [
    { say: 'peer-signal', id: 1, signal: 'SIGTERM' },
    { say: 'peer-start', id: 0, args: [] },
    { say: 'peer-start', id: 1, args: ['x'.repeat(101)] },
    { say: 'peer-start', id: 1, args: ['a'], program: '/bin/sh', execArgv: ['-e'] },
    { say: 'reveal', id: 1, folder: '' },
    { say: 'anything' },
    'peer-start',
    null,
  ]) {
    const parsed = fromHost.safeParse(wish);
    expect(parsed.success ? parsed.data : null).toEqual(
      parsed.success ? { say: 'peer-start', id: 1, args: ['a'] } : null,
    );
  }
});

test('what the main process refuses rejects, and what is no message is ignored', async () => {
  const { proxy } = connected();
  const printing = new MainProxy((message) => {
    if (message.say === 'print') printing.hear({ say: 'refused', id: message.id, why: 'no paper' });
  });
  await expect(printing.pdf('<p>')).rejects.toThrow('no paper');
  expect(proxy.hear({ say: 'printed', id: 1, pdf: 'text' })).toBeNull();
  expect(proxy.hear(null)).toBeNull();
  expect(proxy.hear({ say: 'view' })).toEqual({ say: 'view' });
});
