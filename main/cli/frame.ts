/** What the program hands to each family of commands. */
import type { Command } from 'commander';
import type { Handlers, Language } from './options.ts';

export interface ProgramFrame {
  readonly handlers: Handlers;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Language of reports and tables unless --lang says otherwise. */
  readonly language: Language;
  readonly output: ProgramOutput;
}

/** Where help and complaints about the command line go. */
export interface ProgramOutput {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly columns: number;
  readonly colors: boolean;
}

/** What adders of commands get: the root, the frame, and where a command leaves its exit code. */
export interface CommandFrame extends ProgramFrame {
  readonly root: Command;
  readonly finish: (exitCode: Promise<number>) => Promise<void>;
}
