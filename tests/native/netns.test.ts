import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { helper } from './pair.ts';

const native = helper();
const unshare = ['--user', '--map-root-user', '--net'];
const forbidden = spawnSync('unshare', [...unshare, 'true'], { encoding: 'utf8' }).stderr;

/** Runs in a user namespace of its own, where even an ordinary user may change network namespaces. */
const inside = `
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readlinkSync } from 'node:fs';
import { loadNative } from ${JSON.stringify(new URL('../../native/index.ts', import.meta.url).href)};
const { native } = loadNative();
const here = () => readlinkSync('/proc/thread-self/ns/net');
const anchor = spawn('unshare', ['--net', 'sh', '-c', 'echo up; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
await once(anchor.stdout, 'data');
const home = openSync('/proc/thread-self/ns/net', 'r');
const start = here();
const went = native.enterNetns({ pid: anchor.pid });
const there = here() === readlinkSync('/proc/' + anchor.pid + '/ns/net');
const back = native.enterNetns({ fd: home });
anchor.stdin.end();
console.log(JSON.stringify({ went, there, moved: start !== readlinkSync('/proc/' + anchor.pid + '/ns/net'), back, home: here() === start }));
`;

test.skipIf(forbidden !== '')(`a thread enters the namespace of a process and returns ${forbidden}`, () => {
  const run = spawnSync('unshare', [...unshare, '--', process.execPath, '--input-type=module', '--eval', inside], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  expect(run.stderr).toBe('');
  const done = { ok: true, value: null };
  expect(JSON.parse(run.stdout)).toEqual({ went: done, there: true, moved: true, back: done, home: true });
});

test('a process that does not exist is ENOENT, a file that is no namespace EINVAL', () => {
  expect(native.enterNetns({ pid: 2 ** 30 })).toMatchObject({ ok: false, failure: { code: 'ENOENT', errno: -2 } });
  expect(native.enterNetns({ fd: 0 })).toMatchObject({ ok: false, failure: { errno: expect.any(Number) } });
});
