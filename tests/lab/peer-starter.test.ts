import { expect, test } from 'vitest';
import { forkPeer } from '#platform';
import type { StartPeer } from '#platform';
import { createLab } from '../../main/platform/peers/lab.ts';

test('a program that cannot fork Node hands in its own way to start a peer', async () => {
  const started: (readonly string[])[] = [];
  const own: StartPeer = (args) => {
    started.push(args);
    return forkPeer(args);
  };
  const lab = createLab('127.0.0.1', own);
  const peer = await lab.startPeer({ pongDelayMs: 5 });
  expect(started).toEqual([['127.0.0.1', '0', '5']]);
  expect(lab.pids).toEqual([peer.pid]);
  await lab.close();
  expect(lab.pids).toEqual([]);
});

test('a starter that fails, and a process that ends before it listens, are typed errors', async () => {
  const failing = createLab('127.0.0.1', () => Promise.reject(new Error('no such program')));
  await expect(failing.startPeer()).rejects.toMatchObject({
    detail: { code: 'peer-not-started', message: expect.stringContaining('no such program') },
  });
  const dying = createLab('127.0.0.1', async (args) => {
    const peer = await forkPeer(args);
    peer.kill('SIGKILL');
    return peer;
  });
  await expect(dying.startPeer()).rejects.toMatchObject({
    detail: { code: 'peer-not-started', message: expect.stringContaining('SIGKILL') },
  });
});

test('a peer listens where it is told', async () => {
  const lab = createLab('127.0.0.1');
  const first = await lab.startPeer({ host: '127.0.0.2' });
  expect(first.endpoint.address).toBe('127.0.0.2');
  const second = await lab.startPeer({ host: '127.0.0.3', port: first.endpoint.port });
  expect(second.endpoint).toEqual({ address: '127.0.0.3', port: first.endpoint.port });
  await lab.close();
});
