/** Programs of the system, run to their end. */
import { execFile } from 'node:child_process';
import type { Command } from './rule-words.ts';

/** Resolves to what the program printed. @throws ProgramFailed, or why it could not be started */
export type RunCommand = (command: Command) => Promise<string>;

/** The message is the first line of what the program printed. */
export class ProgramFailed extends Error {
  /** Null when a signal or the time limit ended it. */
  readonly exitCode: number | null;
  readonly printed: string;

  constructor(exitCode: number | null, printed: string, cause: Error) {
    super(printed.trim().split('\n')[0] || cause.message, { cause });
    this.name = 'ProgramFailed';
    this.exitCode = exitCode;
    this.printed = printed;
  }
}

const limitMs = 20_000;

export const runProgram: RunCommand = ({ program, args, input }) =>
  new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { windowsHide: true, timeout: limitMs }, (error, out, said) => {
      // What went wrong first: some programs say it on one stream, some on the other.
      const printed = `${said.trim()}\n${out.trim()}`.trim();
      if (error === null) resolve(printed);
      else reject(typeof error.code === 'string' ? error : new ProgramFailed(error.code ?? null, printed, error));
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
