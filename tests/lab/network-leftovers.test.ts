import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect } from 'vitest';
import { requires } from '../precondition.ts';
import { abilities } from './network-rig.ts';

/** More by HALFOPEN_CYCLES=100. */
const cycles = Number(process.env['HALFOPEN_CYCLES'] ?? 5);

const processes = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function of<T>(pid: number, read: (folder: string) => T): T | null {
  try {
    return read(`/proc/${pid}`);
  } catch {
    return null;
  }
}

const isAlive = (pid: number): boolean => {
  const stat = of(pid, (folder) => readFileSync(`${folder}/stat`, 'utf8'));
  return stat !== null && stat.split(') ')[1]?.[0] !== 'Z';
};

/** Every network namespace that a process is in or holds open, as the kernel numbers them. */
const namespaces = (): ReadonlySet<string> =>
  new Set(
    processes().flatMap((pid) => {
      const own = of(pid, (folder) => readlinkSync(`${folder}/ns/net`));
      const held = (of(pid, (folder) => readdirSync(`${folder}/fd`)) ?? []).flatMap((fd) => {
        const to = of(pid, (folder) => readlinkSync(`${folder}/fd/${fd}`));
        return to?.startsWith('net:[') === true ? [to] : [];
      });
      return own === null ? held : [own, ...held];
    }),
  );

const mounts = (): string => readFileSync('/proc/self/mounts', 'utf8');

/** A program with a private network, a peer on it and a connection, that waits to be killed. */
const program = `
  import { createPorts } from '#platform';
  const { lab, transport, faultInjector } = createPorts();
  const fault = { kind: 'host-reboot', downMs: 1000 };
  const peer = await lab.startPeer({ network: fault });
  const main = await transport.dial(peer.endpoint, {}, new AbortController().signal);
  await peer.expect(main.local, { pongDelayMs: 0, beatEveryMs: null, dataEveryMs: null, reads: true });
  await faultInjector.inject(fault, [{ peer, main, heartbeat: null }]);
  process.send([peer.pid, peer.hosts.pid]);
  setInterval(() => {}, 1000);
`;

async function startAndKill(): Promise<readonly number[]> {
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const started = await new Promise<number[]>((resolve, reject) => {
    parent.once('message', (pids) => resolve(pids as number[]));
    parent.once('exit', (code) => reject(new Error(`the program ended early with ${code}`)));
  });
  expect(started.every(isAlive)).toBe(true);
  parent.kill('SIGKILL');
  return started;
}

requires('private hosts', abilities.hosts === true).test(
  `nothing is left of private networks whose program was killed without warning, ${cycles} times`,
  async () => {
    const before = { namespaces: namespaces(), mounts: mounts() };
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const pids = await startAndKill();
      await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    }
    // Other programs of this machine may come and go: only what is in no list of before counts, and is not in use by them.
    const ours = () => [...namespaces()].filter((name) => !before.namespaces.has(name));
    await expect.poll(ours, { timeout: 10_000 }).toEqual([]);
    expect(mounts()).toBe(before.mounts);
  },
  30_000 + cycles * 3000,
);
