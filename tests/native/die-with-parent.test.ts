import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';

const door = new URL('../../native/index.ts', import.meta.url).href;

/** Ties itself to its parent, says its process id, and freezes. */
const child = `
import { loadNative } from ${JSON.stringify(door)};
import { writeSync } from 'node:fs';
if (!loadNative().native.dieWithParent().ok) throw new Error('refused');
writeSync(1, process.pid + '\\n');
process.kill(process.pid, 'SIGSTOP');
`;

const parent = `
import { spawn } from 'node:child_process';
spawn(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(child)}], { stdio: 'inherit' });
setInterval(() => {}, 1e6);
`;

/** The state letter of proc(5); Z is dead and not yet collected, as is one that is no more. */
function stateOf(pid: number): string {
  try {
    return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '?';
  } catch {
    return 'Z';
  }
}

test('a frozen process that is tied to its parent dies with it', async () => {
  const running = spawn(process.execPath, ['--input-type=module', '--eval', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void running.kill('SIGKILL'));
  const pid = Number(await new Promise((resolve) => running.stdout.once('data', resolve)));
  onTestFinished(() => {
    if (stateOf(pid) !== 'Z') process.kill(pid, 'SIGKILL');
  });
  const becomes = (state: string) => vi.waitUntil(() => stateOf(pid) === state, { timeout: 30_000, interval: 5 });
  await becomes('T');
  running.kill('SIGKILL');
  expect(await becomes('Z')).toBe(true);
});
