import { expect, test } from 'vitest';
import { LiveSession } from '#engine/live/live-session.ts';
import type { LivePorts } from '#engine/ports.ts';
import type { LiveEvent } from '#model/live/live.ts';
import { info, plan } from '../model/live-story.ts';
import { ScriptedWorld } from './scripted-world.ts';
import type { ScriptedLink } from './scripted-world.ts';

/** A session that is connected to somebody else's server, and what was told of it. */
async function connected() {
  const world = new ScriptedWorld();
  const told: LiveEvent[] = [];
  const session = new LiveSession({
    id: 1,
    plan: { ...plan, server: null, detector: { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 } },
    server: null,
    // A session only dials and watches.
    ports: world as unknown as LivePorts,
    tell: (event) => told.push(event),
  });
  const opening = session.connect();
  const link = world.dials[0]?.connect() as ScriptedLink;
  await opening;
  return { world, session, link, told };
}

test('the kernel has a last word before a session ends: the state that it leaves the connection in', async () => {
  const { world, session, link, told } = await connected();
  world.pass(500);
  link.info = { ...info, state: 'CLOSE-WAIT', unacked: 2 };
  link.arrive({ type: 'eof' });
  expect(session.over).toBe(true);
  expect(told.slice(-2)).toMatchObject([
    { type: 'kernel', at: world.time.now, info: { state: 'CLOSE-WAIT', unacked: 2 } },
    { type: 'ended', how: 'verdict', verdict: { kind: 'closed' } },
  ]);
  expect(told.at(-2)).not.toHaveProperty('readAt');
});

test('of a socket that the kernel has closed the last figures are kept, with the instant when they were read', async () => {
  const { world, session, link, told } = await connected();
  world.pass(500);
  link.info = { ...info, probes: 3, rttMs: 7 };
  session.read();
  const readAt = world.time.now;
  world.pass(80);
  link.info = { ...info, state: 'CLOSED', probes: 0, rttMs: 0 };
  link.arrive({ type: 'failed', errno: 'ETIMEDOUT', syscall: 'read' });
  expect(told.slice(-2)).toMatchObject([
    { type: 'kernel', at: world.time.now, readAt, timer: null, info: { state: 'CLOSED', probes: 3, rttMs: 7 } },
    { type: 'ended', verdict: { errno: 'ETIMEDOUT' } },
  ]);
});

test('nothing is made up for a socket that was never read', async () => {
  const { link, told } = await connected();
  link.info = { ...info, state: 'CLOSED', rttMs: 0 };
  link.arrive({ type: 'failed', errno: 'ECONNRESET', syscall: 'read' });
  expect(told.map(({ type }) => type)).not.toContain('kernel');
  expect(told.at(-1)?.type).toBe('ended');
});

test('where the system has no TCP_INFO a session ends without it', async () => {
  const { session, link, told } = await connected();
  link.info = { unsupported: 'scripted' };
  session.close();
  expect(told.map(({ type }) => type)).not.toContain('kernel');
  expect(told.at(-1)).toMatchObject({ type: 'ended', how: 'closed-by-us' });
});
