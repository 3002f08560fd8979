/** Our C without Node, against a kernel that can be told what to answer, under AddressSanitizer and UndefinedBehaviorSanitizer. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const native = fileURLToPath(new URL('../../native', import.meta.url));
const netlink = ['netlink/answer.c', 'netlink/receive.c'];

interface Program {
  /** In this folder. */
  readonly checks: string;
  readonly include: string;
  readonly sources: readonly string[];
  /** Functions that the program answers itself. */
  readonly wrapped: readonly string[];
}

const right = { code: 0, said: '' };

/** Compiles it and runs it; the first check that fails is what it says. */
function outcome({ checks, include, sources, wrapped }: Program): {
  readonly code: number | null;
  readonly said: string;
} {
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const binary = join(directory, 'checks');
  const sanitized = ['-fsanitize=address,undefined', '-fno-sanitize-recover'];
  const flags = ['-std=c11', '-g', '-Wall', '-Wextra', '-Werror', ...sanitized, `-I${join(native, include)}`];
  const files = [fileURLToPath(new URL(checks, import.meta.url)), ...sources.map((file) => join(native, file))];
  const wraps = wrapped.map((name) => `-Wl,--wrap=${name}`);
  const built = spawnSync('cc', [...flags, ...wraps, ...files, '-o', binary], { encoding: 'utf8' });
  if (built.status !== 0) return { code: null, said: built.stderr };
  const run = spawnSync(binary, { encoding: 'utf8', timeout: 30_000 });
  return { code: run.status, said: `${built.stderr}${run.stderr}` };
}

test('the addon undoes what a refusing kernel half applied, takes no error, skips late answers, and waits a second at most', () => {
  const addon = ['linux.c', 'linux-sock-diag.c', 'linux-fd-passing.c', 'posix-options.c'].map(
    (name) => `addon/${name}`,
  );
  const sources = [...addon, ...netlink];
  expect(outcome({ checks: 'sanitized.c', include: 'addon', sources, wrapped: ['setsockopt'] })).toEqual(right);
});

test('the lab takes only whole lists from the kernel, reads those again that changed meanwhile, and skips late answers', () => {
  const sources = [...['netlink.c', 'conntrack.c', 'flows.c'].map((name) => `lab/${name}`), ...netlink];
  expect(outcome({ checks: 'netlink.c', include: 'lab', sources, wrapped: ['send', 'recvmsg'] })).toEqual(right);
});
