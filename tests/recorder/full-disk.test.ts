import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { requires } from '../precondition.ts';
import { temporaryFolder } from './folder.ts';

const child = new URL('./full-disk-child.ts', import.meta.url).pathname;
const inNamespace = (script: string, ...args: readonly string[]) =>
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-ec', script, 'sh', ...args], {
    encoding: 'utf8',
  });
const canMount = inNamespace('mount -t tmpfs none /mnt').status === 0;

requires('a private mount namespace', canMount).test(
  'a disk that fills up in mid-run loses nothing: the rest waits in memory, then in a file that can be taken in',
  () => {
    const folder = temporaryFolder();
    const small = join(folder, 'small');
    mkdirSync(small);
    const script = 'mount -t tmpfs -o size=320k none "$1"; cd "$2"; exec "$3" "$4" "$1/history.db" "$2"';
    const { stdout, stderr } = inNamespace(script, small, folder, process.execPath, child);
    const told = JSON.parse(stdout || JSON.stringify({ stderr }));
    expect(told).toMatchObject({ trouble: { code: 'disk-full', errno: 'SQLITE_FULL' }, detected: 1000 });
    expect(told.inMemory).toBeGreaterThan(0);
    expect(told.onDisk).toBeGreaterThan(0);
    expect(told.onDisk + told.inMemory).toBe(1002);
    // Beside the database there is no room either, and half a file there would look like the whole.
    expect(told.rescued).toBe(join(folder, 'halfopen-full.rescued.jsonl'));
    expect(told.left.filter((name: string) => name.includes('rescued'))).toEqual([]);
  },
);
