import { expect, test } from 'vitest';
import { LiveSessions } from '#engine/live/live-sessions.ts';
import type { LivePorts } from '#engine/ports.ts';
import type { LiveEvent } from '#model/live/live.ts';
import { info } from '../model/live-story.ts';
import { ScriptedWorld } from './scripted-world.ts';
import type { ScriptedLink } from './scripted-world.ts';

/** One session to somebody else's server, as a person opens it, and what was recorded of it. */
async function opened() {
  const world = new ScriptedWorld();
  const recorded: LiveEvent[] = [];
  // Of the lab and of faults it knows nothing here.
  const ports = Object.assign(world, { readTcpInfos: () => [] }) as unknown as LivePorts;
  const live = new LiveSessions(ports, {
    begin: async () => [1],
    append: (events) => recorded.push(...events),
    conclude() {},
  });
  await live.open({
    to: { host: '192.0.2.2', port: 43_211 },
    detectors: [{ kind: 'keepalive', idleMs: 60_000, intervalMs: 1000, count: 3 }],
    options: {},
    traffic: 'idle',
    count: 1,
  });
  const link = world.dials[0]?.connect() as ScriptedLink;
  await expect.poll(() => live.table.rows.get(1)?.state).toBe('watching');
  return { world, live, link, kernelEvents: () => recorded.filter(({ type }) => type === 'kernel') };
}

test('whoever begins to watch a session is told what the kernel says, once', async () => {
  const { world, live, link, kernelEvents } = await opened();
  const leave = live.watch(1);
  world.pass(1000);
  expect(kernelEvents()).toMatchObject([{ info: { state: 'ESTABLISHED' } }]);
  const leaveToo = live.watch(1);
  world.pass(1000);
  expect(kernelEvents()).toHaveLength(1);
  link.info = { ...info, probes: 1 };
  world.pass(1000);
  expect(kernelEvents()).toHaveLength(2);
  leave();
  leaveToo();
});

test('what changed while nobody watched is told to the next who does', async () => {
  const { world, live, link, kernelEvents } = await opened();
  live.watch(1)();
  link.info = { ...info, unacked: 2 };
  world.pass(1000);
  live.watch(1);
  expect(kernelEvents()).toMatchObject([{ info: { unacked: 0 } }, { info: { unacked: 2 } }]);
});
