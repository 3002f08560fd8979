/** The command line as users meet it: a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** The Node that this repository pins, not the one that runs the tests. */
export const pinnedNode = fileURLToPath(new URL('node_modules/node/bin/node', root));
export const launcher = fileURLToPath(new URL('main/cli/halfopen.mjs', root));

export interface Finished {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

export interface HowToRun {
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Only root may choose; for everybody else it is who they are. */
  readonly uid?: number;
}

export function halfopen(args: readonly string[], how: HowToRun = {}): Promise<Finished> {
  const child = spawn(pinnedNode, [...(how.nodeOptions ?? []), launcher, ...args], {
    cwd: how.cwd ?? fileURLToPath(root),
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C', ...how.env },
    ...(how.uid === undefined ? {} : { uid: how.uid }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, out, err }));
  });
}
