/** What Windows answers and wine never does, told to the helper by a program of its own: tests/wine/scripted-windows.c. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect } from 'vitest';
import { requires } from '../precondition.ts';
import { prepared, repository } from './windows-node.ts';
import { startProgram } from './windows.ts';

const compiler = 'x86_64-w64-mingw32-gcc';
const hasMingw = spawnSync(compiler, ['--version']).status === 0;
const missing = prepared.missing ?? (hasMingw ? undefined : 'mingw-w64 (apt install gcc-mingw-w64-x86-64)');
const { describe, test } = requires(missing ?? 'wine64', missing === undefined);
const wrapped = ['WSAPoll', 'recv', 'GetExtendedTcpTable'];

describe('the helper on a Windows that is told what to answer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-wine-'));
  const program = join(folder, 'scripted.exe');

  beforeAll(() => {
    const addon = join(repository, 'native', 'addon');
    const sources = [
      join(import.meta.dirname, 'scripted-windows.c'),
      join(addon, 'win32.c'),
      join(addon, 'win32-processes.c'),
    ];
    // Without the linkage of DLLs calls can be wrapped.
    const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-D_WIN32_WINNT=0x0A00', '-DWINSOCK_API_LINKAGE='];
    const wraps = wrapped.map((name) => `-Wl,--wrap=${name}`);
    const args = [...flags, `-I${addon}`, ...wraps, ...sources, '-o', program, '-lws2_32', '-liphlpapi'];
    expect(spawnSync(compiler, args, { encoding: 'utf8' }).stderr).toBe('');
    return () => rmSync(folder, { recursive: true });
  });

  test('tells an abort from an end where POLLHUP alone says neither, and never takes a byte', async () => {
    const run = startProgram(program, ['ends']);
    expect(await run.exit).toBe(0);
    expect(run.text().trim().split(/\r?\n/)).toEqual([
      'idle: 0 eof 0 failed 0',
      'fin: 0 eof 1 failed 0',
      'fin behind bytes: 0 eof 1 failed 0',
      'abort: 0 eof 0 failed 1',
      'abort by keepalive: 0 eof 0 failed 1',
      'abort, said as an error: 0 eof 0 failed 1',
      'shut down by ourselves: 0 eof 0 failed 0',
    ]);
  });

  test('a table that cannot be read costs its own connections only, and is named', async () => {
    const run = startProgram(program, ['tables']);
    expect(await run.exit).toBe(0);
    expect(run.text().trim().split(/\r?\n/)).toEqual([
      'both: 2 of family 4, unread 0 0',
      'no IPv6: 1 of family 4, unread 0 -10045',
      'no IPv4: 1 of family 6, unread -10013 0',
      'neither: -10013 of family 0, unread -10013 -10045',
    ]);
  });
});
