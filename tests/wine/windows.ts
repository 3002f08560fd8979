/** Programs on Windows' Node. Their output goes to a file: under wine a pipe of Linux is not one that Node can write to. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { prepared, repository } from './windows-node.ts';
import type { WindowsNode } from './windows-node.ts';

export interface WindowsProgram {
  /** Everything printed so far. */
  text(): string;
  /** The first line that matches; rejects when the program ends without one. */
  line(pattern: RegExp): Promise<string>;
  readonly exit: Promise<number | null>;
  kill(): void;
}

const lookEveryMs = 50;

function windows(): WindowsNode {
  if (prepared.missing !== undefined) throw new Error(`needs ${prepared.missing}`);
  return prepared.windows;
}

/** `args` begins with the script; paths of this machine are drive Z: there. Gone when the test ends. */
export const startOnWindows = (args: readonly string[]): WindowsProgram => startProgram(windows().node, args);

/** Any program of Windows. */
export function startProgram(path: string, args: readonly string[]): WindowsProgram {
  const { program, remove } = spawnOnWindows(args, path);
  onTestFinished(remove);
  return program;
}

interface Spawned {
  readonly program: WindowsProgram;
  remove(): Promise<void>;
}

function spawnOnWindows(args: readonly string[], path: string): Spawned {
  const { wine, env } = windows();
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-wine-'));
  const file = join(folder, 'output.txt');
  const output = openSync(file, 'w');
  const child = spawn(wine, [path, ...args], { cwd: repository, env, stdio: ['ignore', output, output] });
  closeSync(output);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const text = (): string => readFileSync(file, 'utf8');
  const kill = (): void => void child.kill('SIGKILL');
  return {
    program: { text, exit, kill, line: (pattern) => lineOf(text, exit, pattern) },
    async remove() {
      kill();
      await exit;
      rmSync(folder, { recursive: true });
    },
  };
}

function lineOf(text: () => string, exit: Promise<number | null>, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const find = (): string | undefined =>
      text()
        .split(/\r?\n/)
        .find((line) => pattern.test(line));
    const look = (): void => {
      const found = find();
      if (found === undefined) return;
      clearInterval(timer);
      resolve(found);
    };
    const timer = setInterval(look, lookEveryMs);
    const end = (): void => {
      clearInterval(timer);
      const found = find();
      if (found === undefined) reject(new Error(`ended without ${String(pattern)}:\n${text()}`));
      else resolve(found);
    };
    void exit.then(end);
  });
}

/** `halfopen …` as a Windows user would call it. */
export const halfopenOnWindows = (...args: readonly string[]): WindowsProgram =>
  startOnWindows(['main/cli/halfopen.mjs', ...args]);

/** What a script of tests/wine/inside says as its one JSON object. */
export async function toldBy<T>(script: string, node = windows().node): Promise<T> {
  const { program, remove } = spawnOnWindows([`tests/wine/inside/${script}`], node);
  try {
    const code = await program.exit;
    if (code !== 0) throw new Error(`exit code ${code}:\n${program.text()}`);
    return JSON.parse(program.text()) as T;
  } finally {
    await remove();
  }
}

/** A path of this machine as Windows programs write it. */
export const onWindows = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;
