/** Errors as people need them: what happened, where, what is allowed, what to do. A stack only when asked for. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { PlanInvalid } from '#contract/experiment/problem.ts';
import { exitCodes, HalfopenError } from '#model/error.ts';
import type { ErrorFault } from '#model/error.ts';

export interface ErrorPrinting {
  readonly write: (text: string) => void;
  /** HALFOPEN_DEBUG: print stacks here instead of keeping them in a file. */
  readonly debug: boolean;
  readonly colors: boolean;
}

const codeOf: Readonly<Record<ErrorFault, number>> = {
  input: exitCodes.badInput,
  // What was named on the command line does not answer as it should.
  peer: exitCodes.badInput,
  machine: exitCodes.missingCapability,
  internal: exitCodes.internal,
};

/** Prints the error and returns the exit code that fits it. */
export function printError(thrown: unknown, printing: ErrorPrinting): number {
  const error = asHalfopenError(thrown);
  if (error === null) return printUnexpected(thrown, printing);
  printing.write(describeError(error, printing.colors));
  if (printing.debug) printing.write(`\n${stackOf(thrown)}\n`);
  return codeOf[error.detail.fault];
}

/** The text for an error that Halfopen foresaw. */
export function describeError(error: HalfopenError, colors: boolean): string {
  const paint = pc.createColors(colors);
  const { message, path, given, allowed, hint, errno } = error.detail;
  const detail: readonly (readonly [string, string | undefined])[] = [
    ['where', error instanceof PlanInvalid ? undefined : path],
    ['given', given],
    ['allowed', allowed],
    ['error', errno],
    ['hint', hint],
  ];
  const lines = detail
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `\n  ${paint.dim(`${name}:`.padEnd(9))}${value}`);
  return `${paint.red('halfopen:')} ${message}${lines.join('')}\n`;
}

/** File errors of the system carry their own explanation: they are about a path that somebody gave. */
function asHalfopenError(thrown: unknown): HalfopenError | null {
  if (thrown instanceof HalfopenError) return thrown;
  if (!(thrown instanceof Error) || !('code' in thrown) || !('path' in thrown)) return null;
  const { code, path } = thrown;
  if (typeof code !== 'string' || typeof path !== 'string' || !/^E[A-Z]+$/.test(code)) return null;
  const detail = { code: 'file-error', fault: 'input', message: inWords(code, path), errno: code } as const;
  return new HalfopenError(detail, thrown);
}

function inWords(errno: string, path: string): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist, or its folder does not',
    EACCES: 'cannot be accessed by this user: permission denied',
    EISDIR: 'is a directory, not a file',
    ENOTDIR: 'lies below something that is not a directory',
    ENOSPC: 'does not fit: the disk is full',
    EROFS: 'is on a read-only file system',
  };
  return `${path} ${words[errno] ?? 'cannot be used'}`;
}

function printUnexpected(thrown: unknown, { write, debug, colors }: ErrorPrinting): number {
  const paint = pc.createColors(colors);
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  write(`${paint.red('halfopen:')} internal error: ${what}\n`);
  if (debug) write(`\n${stackOf(thrown)}\n`);
  else write(`  ${paint.dim('please report it with:')} ${keepStack(thrown)}\n`);
  return exitCodes.internal;
}

/** The stack goes into a file, so that a report can have it and the screen need not. */
function keepStack(thrown: unknown): string {
  const file = join(tmpdir(), `halfopen-error-${process.pid}-${process.hrtime.bigint()}.txt`);
  const about = `node ${process.version} ${process.platform} ${process.arch}\n${process.argv.slice(2).join(' ')}\n`;
  try {
    // `wx`: never follow or overwrite what somebody else put there.
    writeFileSync(file, `${about}\n${stackOf(thrown)}\n`, { flag: 'wx', mode: 0o600 });
    return file;
  } catch {
    return 'the output with HALFOPEN_DEBUG=1 set';
  }
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? '' : `\ncaused by: ${stackOf(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}${cause}`;
}
