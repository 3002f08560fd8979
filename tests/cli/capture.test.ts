import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { requires } from '../precondition.ts';
import { abilities } from '../lab/network-rig.ts';

const cli = new URL('../../main/cli/halfopen.mjs', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
beforeAll(() => () => rmSync(folder, { recursive: true }));

function run(plan: string, capture: string) {
  const file = join(folder, 'plan.yaml');
  writeFileSync(file, plan);
  const args = [cli, 'run', file, '--no-history', '--no-report', '--quiet', '--capture', capture];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

const plan = (fault: string) => `
deadline: 2s
repeats: 1
detectors: [{ kind: heartbeat, idle: 300ms, interval: 300ms, tries: 2 }]
faults: [${fault}]
`;

requires('private hosts', abilities.hosts === true).test('an experiment writes what went over its networks', () => {
  const into = join(folder, 'captures');
  const { status, stdout, stderr } = run(plan('{ kind: route-blackhole }, { kind: link-down, side: own }'), into);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readdirSync(into).toSorted()).toEqual(['link-down-own.pcapng', 'route-blackhole.pcapng']);
  expect(stdout).toMatch(/^capture: .*route-blackhole\.pcapng \(\d+ packets\)$/m);
  // A section header, least significant byte first.
  expect(readFileSync(join(into, 'route-blackhole.pcapng')).subarray(0, 12).toString('hex')).toMatch(
    /^0a0d0d0a.{8}4d3c2b1a$/,
  );
});

test('an experiment without a network says that nothing was captured', () => {
  const { status, stderr } = run(plan('{ kind: rst }'), join(folder, 'empty'));
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: 'note: nothing was captured, because no fault of this experiment needs a private network\n',
  });
});

test('a folder that cannot be made is refused before anything is measured', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const { status, stdout, stderr } = run(plan('{ kind: rst }'), join(file, 'below'));
  expect(status).toBe(2);
  expect(stderr).toContain('ENOTDIR');
  expect(stdout).toBe('');
  expect(existsSync(join(file, 'below'))).toBe(false);
});
