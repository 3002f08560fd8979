/**
 * `npm start`: builds what is stale and opens the desktop app. Where no window can be opened it says why in one line and
 * runs `halfopen ui`, which shows the same view in a browser. `npm start -- [--browser] [--dev] [what the app takes]`
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundleIfStale } from './bundle.ts';
import { repository } from './bundles.ts';
import type { Mode } from './bundles.ts';
import { couldNotStart, findRuntime, whyNoWindow } from './runtime.ts';
import type { Ending, Surroundings } from './runtime.ts';

export interface World extends Surroundings {
  readonly electronPackage: string;
  say(line: string): void;
  /** Runs a program to its end; ended after `limitMs`. */
  run(
    program: string,
    args: readonly string[],
    how: { readonly quiet: boolean; readonly limitMs?: number },
  ): Promise<Ending>;
  /** The desktop app, if it is older than its sources. */
  build(mode: Mode): Promise<void>;
  now(): number;
}

/** About 120 MB: enough for an ordinary line, and not forever on one that leads nowhere. */
const fetchLimitMs = 180_000;
/** What ends sooner than this by a signal has never shown a window. */
const startUpMs = 15_000;

/** Returns the exit code. */
export async function start(args: readonly string[], world: World): Promise<number> {
  const mode = args.includes('--dev') ? 'development' : 'production';
  const rest = args.filter((arg) => arg !== '--dev' && arg !== '--browser');
  if (args.includes('--browser')) return inBrowser(null, rest, world);
  const obstacle = whyNoWindow(world);
  if (obstacle !== null) return inBrowser(obstacle, rest, world);
  const runtime = await runtimeOf(world);
  if (runtime === 'stopped') return 130;
  if (runtime === null) return inBrowser("Electron's runtime is not installed and could not be fetched", rest, world);
  await world.build(mode);
  const began = world.now();
  const ending = await world.run(runtime, [repository, ...rest], { quiet: false });
  if (!couldNotStart(ending) || world.now() - began > startUpMs) return ending.code ?? 1;
  const how = ending.signal ?? `code ${ending.code}`;
  return inBrowser(`Electron could not start its window (${how}); README.md, "Sandbox", says what helps`, rest, world);
}

/** Null when there is none; `stopped` by a person who did not want to wait. */
async function runtimeOf(world: World): Promise<string | null> {
  const present = findRuntime(world.electronPackage, world.env);
  if (present !== null) return present;
  world.say(
    "halfopen: fetching Electron's runtime, once, about 120 MB, at most three minutes (npm start -- --browser goes without) ...",
  );
  const installer = join(world.electronPackage, 'install.js');
  const { signal } = await world.run(process.execPath, [installer], { quiet: true, limitMs: fetchLimitMs });
  if (signal === 'SIGINT') return 'stopped';
  return findRuntime(world.electronPackage, world.env);
}

/** Arguments of the window that mean the same there are kept: `--db FILE`. */
async function inBrowser(why: string | null, args: readonly string[], world: World): Promise<number> {
  if (why !== null) world.say(`halfopen: no window, because ${why}. The same view for a browser:`);
  const command = join(repository, 'main', 'cli', 'halfopen.mjs');
  const kept = args.filter((arg) => !arg.startsWith('halfopen://'));
  const { code } = await world.run(process.execPath, [command, 'ui', ...kept], { quiet: false });
  return code ?? 130;
}

/** Its own signals go to the program in front, which ends in its own way; this one waits for it. */
const run: World['run'] = (program, args, { quiet, limitMs }) =>
  new Promise((resolve) => {
    // Set in the terminals of some editors, which are Electron apps: it would make ours a plain Node.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: undefined };
    const child = spawn(program, [...args], { stdio: quiet ? 'ignore' : 'inherit', env });
    const limit = limitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limitMs);
    const wait = (): void => {};
    process.on('SIGINT', wait);
    const onTerm = (): void => void child.kill('SIGTERM');
    process.on('SIGTERM', onTerm);
    const end = (ending: Ending): void => {
      clearTimeout(limit);
      process.off('SIGINT', wait);
      process.off('SIGTERM', onTerm);
      resolve(ending);
    };
    child.once('error', () => end({ code: 127, signal: null }));
    child.once('exit', (code, signal) => end({ code, signal }));
  });

if (import.meta.main) {
  process.exitCode = await start(process.argv.slice(2), {
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.() ?? null,
    electronPackage: join(repository, 'node_modules', 'electron'),
    say: (line) => void process.stderr.write(`${line}\n`),
    run,
    now: () => Date.now(),
    build: (mode) => bundleIfStale('app', mode),
  });
}
