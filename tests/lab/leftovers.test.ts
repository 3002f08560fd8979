import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Processes of this machine whose command line names `program`. */
function running(program: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program);
      } catch {
        return false;
      }
    })
    .map(Number);
}

const childrenOf = (parent: number): readonly number[] =>
  running('peer-process.ts').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(parent);
    } catch {
      return false;
    }
  });

const stateOf = (pid: number): string | undefined => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];

const program = `
  import { createPorts } from '#platform';
  const { lab, faultInjector } = createPorts();
  const awake = await lab.startPeer();
  const frozen = await lab.startPeer();
  await faultInjector.inject({ kind: 'freeze' }, [{ peer: frozen, main: null, heartbeat: null }]);
  process.send([awake.pid, frozen.pid]);
  setInterval(() => {}, 1000);
`;

test.skipIf(process.platform !== 'linux')(
  'peers, even a frozen one, die with a parent that is killed without warning [needs: Linux]',
  async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [awake, frozen] = await new Promise<[number, number]>((resolve, reject) => {
      parent.once('message', resolve);
      parent.once('exit', (code) => reject(new Error(`the parent ended early with ${code}`)));
    });
    expect(new Set(childrenOf(parent.pid ?? 0))).toEqual(new Set([awake, frozen]));
    await expect.poll(() => stateOf(frozen)).toBe('T');
    parent.kill('SIGKILL');
    const left = () =>
      running('peer-process.ts').filter((pid) => [awake, frozen].includes(pid) && stateOf(pid) !== 'Z');
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  },
);
