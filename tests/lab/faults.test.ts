import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '#model/faults/index.ts';
import { encodeFrame } from '#model/wire/frame.ts';
import { msBetween } from '#model/time.ts';
import { createRig } from './rig.ts';

let rig: Awaited<ReturnType<typeof createRig>>;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.ports.lab.close());

const quick = { keepalive: { idleMs: 1000, intervalMs: 1000, count: 1 } };
const strike = async (fault: Fault, options = {}) => {
  const session = await rig.connect(options);
  const injection = await rig.ports.faultInjector.inject(fault, [
    { peer: rig.peer, main: session.link, heartbeat: null },
  ]);
  return { ...session, injection };
};
const ping = () => encodeFrame({ kind: 'ping', format: 'classic', note: null });
const settle = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));

describe('what a reader sees', () => {
  test('a close ends the stream', async () => {
    expect(await (await strike({ kind: 'fin' })).ended).toMatchObject({ type: 'eof' });
  });

  test('a half-close ends the stream too, and the peer still answers nothing but reads on', async () => {
    const { ended, link } = await strike({ kind: 'half-close' });
    expect(await ended).toMatchObject({ type: 'eof' });
    for (let i = 0; i < 3; i++) {
      link.send(ping());
      await settle(30);
    }
    expect(link.inspect()).toMatchObject({ state: 'CLOSE-WAIT', unacked: 0 });
  });

  test('an abort is ECONNRESET', async () => {
    expect(await (await strike({ kind: 'rst' })).ended).toMatchObject({ type: 'failed', errno: 'ECONNRESET' });
  });

  test('a killed process ends the stream', async () => {
    const { ended, injection } = await strike({ kind: 'kill' });
    const signal = await ended;
    expect(signal).toMatchObject({ type: 'eof' });
    expect(signal.at).toBeGreaterThanOrEqual(injection.began.from);
  });

  test('a rebooted peer answers the first packet after its return with a reset', async () => {
    const { ended, injection, link, signals } = await strike({ kind: 'reboot', downMs: 1 });
    await settle(50);
    expect(signals).toEqual([]);
    await injection.lift();
    link.send(ping());
    expect(await ended).toMatchObject({ type: 'failed', errno: 'ECONNRESET' });
  });
});

describe('cutting', () => {
  test.each(['both', 'to-peer', 'from-peer'] as const)(
    'kills an idle keepalive connection with ETIMEDOUT (%s)',
    async (direction) => {
      const { ended, injection } = await strike({ kind: 'blackhole', direction }, quick);
      const signal = await ended;
      expect(signal).toMatchObject({ type: 'failed', errno: 'ETIMEDOUT' });
      // Two keepalive timers of 1 s; the first may have run before the cut, but never by more than its idle time.
      expect(msBetween(injection.began.from, signal.at)).toBeGreaterThan(1900);
    },
  );

  test('leaves no acknowledgement for what is sent into the cut, until it heals', async () => {
    const { injection, link, signals } = await strike({ kind: 'outage', direction: 'both', durationMs: 100 });
    link.send(ping());
    await settle(100);
    expect(link.inspect()).toMatchObject({ state: 'ESTABLISHED' });
    expect((link.inspect() as { unacked: number }).unacked).toBeGreaterThan(0);
    expect(signals).toEqual([]);
    await injection.lift();
    await expect.poll(() => signals.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(link.inspect()).toMatchObject({ unacked: 0 });
  });
});

test('the kernel of a frozen process goes on acknowledging', async () => {
  const { link, signals, injection } = await strike({ kind: 'freeze' });
  link.send(ping());
  await settle(300);
  expect(link.inspect()).toMatchObject({ state: 'ESTABLISHED', unacked: 0 });
  expect(signals).toEqual([]);
  await injection.lift();
  await expect.poll(() => signals.length, { timeout: 10_000 }).toBeGreaterThan(0);
});

test('a slow peer answers PING late, and only as late as asked', async () => {
  const { link, signals, injection } = await strike({ kind: 'slow-pong', delayMs: 400 });
  link.send(ping());
  await expect.poll(() => signals.length, { timeout: 10_000 }).toBe(1);
  expect(msBetween(injection.began.to, signals[0]?.at ?? injection.began.to)).toBeGreaterThan(399);
});

test('a peer killed from outside is reported as lost, one killed as a fault is not', async () => {
  const lost = new Promise<string>((resolve) => rig.peer.onLost(resolve));
  process.kill(rig.peer.pid, 'SIGKILL');
  expect(await lost).toMatch(/ended from outside \(SIGKILL\)/);
});
