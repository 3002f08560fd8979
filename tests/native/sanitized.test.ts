import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const addon = fileURLToPath(new URL('../../native/addon', import.meta.url));
const checks = fileURLToPath(new URL('sanitized.c', import.meta.url));

test('undoes what a refusing kernel half applied, takes no error, and passes the sanitizers', () => {
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const binary = join(directory, 'sanitized');
  const flags = [
    '-std=c11',
    '-g',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-fsanitize=address,undefined',
    '-fno-sanitize-recover',
  ];
  const sources = [checks, ...['linux.c', 'linux-sock-diag.c', 'posix-options.c'].map((file) => join(addon, file))];
  const built = spawnSync('cc', [...flags, `-I${addon}`, '-Wl,--wrap=setsockopt', ...sources, '-o', binary], {
    encoding: 'utf8',
  });
  expect(built.stderr).toBe('');
  const run = spawnSync(binary, { encoding: 'utf8' });
  expect({ code: run.status, said: run.stderr }).toEqual({ code: 0, said: '' });
});
