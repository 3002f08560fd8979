/** What the main process does when V8 ends one of its processes: Electron tells of it by an event named `error`. */
import type { EventEmitter } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { HostKeeper } from '#shell/host-keeper.ts';
import { Peers } from '#shell/peers.ts';

const forked: EventEmitter[] = [];
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const fork = (): EventEmitter => {
    const child = Object.assign(new EventEmitter(), { pid: undefined, postMessage: () => {}, kill: () => true });
    forked.push(child);
    return child;
  };
  return { utilityProcess: { fork } };
});

const outOfMemory = ['error', 'FatalError', 'v8::OOM', '{}'] as const;

test('a host process that V8 ends is logged, and started again when it is gone', () => {
  const lines: string[] = [];
  const keeper = new HostKeeper({
    programs: { host: 'host.js', peer: 'peer.js' },
    historyPath: null,
    allowFirewall: false,
    print: async () => new Uint8Array(),
    reveal: async () => {},
    onLook: () => {},
    onOpened: () => {},
    onNotOpened: () => {},
    onGone: () => {},
    log: (line) => void lines.push(line),
  });
  keeper.start();
  const [first] = forked.splice(0);
  onTestFinished(() => void forked.splice(0));
  first?.emit(...outOfMemory);
  first?.emit('exit', 133);
  expect(lines).toEqual(['the host process failed: FatalError at v8::OOM', 'the host process ended with code 133']);
  expect(forked).toHaveLength(1);
});

test('a probe peer that V8 ends is a peer that ended', () => {
  const told: unknown[] = [];
  const peers = new Peers('peer.js', (message) => void told.push(message));
  peers.do({ say: 'peer-start', id: 1, args: [] });
  const [peer] = forked.splice(0);
  peer?.emit(...outOfMemory);
  peer?.emit('exit', 133);
  expect(told).toEqual([{ say: 'peer-exit', id: 1, how: 'code 133' }]);
});
