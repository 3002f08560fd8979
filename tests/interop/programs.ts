/** Programs of these tests, ours and the classic ones, as child processes whose lines can be waited for. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Program {
  /** Everything printed so far. */
  readonly lines: readonly string[];
  /** The first line that matches; rejects when the program ends without one. */
  line(pattern: RegExp): Promise<string>;
  readonly exit: Promise<number | null>;
  kill(): void;
}

export function start(command: string, args: readonly string[]): Program {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const note = (line: string): void => {
    lines.push(line);
    for (const look of waiting) look();
  };
  createInterface(child.stdout).on('line', note);
  createInterface(child.stderr).on('line', note);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    lines,
    exit,
    kill: () => void child.kill('SIGINT'),
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void exit.then(() => reject(new Error(`ended without ${String(pattern)}:\n${lines.join('\n')}`)));
      }),
  };
}

const cli = new URL('../../main/cli/halfopen.mjs', import.meta.url).pathname;
export const halfopen = (...args: readonly string[]): Program => start(process.execPath, [cli, ...args]);

export const compiler = process.env['CC'] ?? 'cc';
export const hasCompiler = spawnSync(compiler, ['--version']).status === 0;

/** Builds the classic programs into a folder of their own; call `remove` after the tests. */
export function buildClassic(): { readonly server: string; readonly client: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-classic-'));
  const build = (name: string): string => {
    const source = new URL(`./classic/${name}.c`, import.meta.url).pathname;
    const built = spawnSync(compiler, [
      '-D_DEFAULT_SOURCE',
      '-std=c11',
      '-O1',
      '-Wall',
      '-o',
      join(folder, name),
      source,
    ]);
    if (built.status !== 0) throw new Error(built.stderr.toString());
    return join(folder, name);
  };
  return {
    server: build('pingserver'),
    client: build('pingclient'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export const portOf = (line: string): string => /port (\d+)/.exec(line)?.[1] ?? '';
