/** The packet filter of Windows: which netsh.exe is started for it, and what is said of rules that stay in it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { requires } from '../precondition.ts';
import { prepared } from './windows-node.ts';
import { onWindows, startOnWindows, startProgram } from './windows.ts';

const compiler = 'x86_64-w64-mingw32-gcc';
const hasMingw = spawnSync(compiler, ['--version']).status === 0;
const missing = prepared.missing ?? (hasMingw ? undefined : 'mingw-w64 (apt install gcc-mingw-w64-x86-64)');

/** A netsh.exe that leaves a mark beside it, and says that all went well. */
const source = (mark: string): string =>
  `#include <stdio.h>\nint main(void) { FILE *f = fopen(${JSON.stringify(mark)}, "w"); return f ? fclose(f) : 2; }\n`;

const { test } = requires(missing ?? 'wine64', missing === undefined);

test('rules are made by the netsh of the system folder, which Windows names itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-netsh-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const mark = join(folder, 'started');
  const foreign = join(folder, 'netsh.exe');
  writeFileSync(join(folder, 'netsh.c'), source(onWindows(mark)));
  expect(spawnSync(compiler, [join(folder, 'netsh.c'), '-o', foreign], { encoding: 'utf8' }).stderr).toBe('');
  expect(await startProgram(foreign, []).exit).toBe(0);
  expect(existsSync(mark)).toBe(true);
  rmSync(mark);

  const run = startOnWindows(['tests/wine/inside/firewall.ts', onWindows(folder)]);
  expect(await run.exit, run.text()).toBe(0);
  expect(JSON.parse(run.text())).toEqual({
    systemFolder: { ok: true, value: expect.stringMatching(/^C:\\windows\\system32$/i) },
    can: true,
  });
  expect(existsSync(mark)).toBe(false);
});

test('what an earlier start left and this one cannot remove is among what the machine can and cannot do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const firewall = {
    id: 'firewall',
    what: expect.any(String),
    can: { no: expect.any(String), fix: expect.any(String) },
  };
  const found = async (): Promise<unknown> => {
    const run = startOnWindows(['tests/wine/inside/leftovers.ts', onWindows(folder)]);
    expect(await run.exit, run.text()).toBe(0);
    return JSON.parse(run.text());
  };
  expect(await found()).toEqual([firewall]);
  // A folder instead of a journal: nobody can read from it what to remove.
  mkdirSync(join(folder, '.halfopen-firewall'));
  expect(await found()).toEqual([
    firewall,
    {
      id: 'firewall-leftovers',
      what: expect.any(String),
      can: { no: expect.stringContaining('EISDIR'), fix: expect.stringContaining('as administrator') },
    },
  ]);
});
