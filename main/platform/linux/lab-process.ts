/** One halfopen-lab process: requests in order, an answer to each. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { getSystemErrorName } from 'node:util';
import { HalfopenError } from '#model/error.ts';
import { LabLine } from './lab-messages.ts';
import type { LabAnswer } from './lab-messages.ts';
import { cannotHost, refusedStep } from './lab-refusal.ts';

export interface LabProcess {
  readonly pid: number;
  readonly door: string;
  /** Rejects when the process is gone, or answers no more. What failed inside is in the answer. */
  ask(words: readonly string[], input?: string): Promise<LabAnswer>;
  /** What it says without being asked: packets, and how many were lost. */
  onTold(handle: (line: Exclude<LabLine, LabAnswer>) => void): void;
  /** Called once, when it is gone although nobody here ended it; at once if it is already. */
  onLost(handle: (reason: string) => void): void;
  /** Ends it, and with it every host; resolves when it is gone. */
  close(): Promise<void>;
}

/** Everything takes milliseconds, but for a connection whose first packets are lost (7 s for three SYNs). */
const patienceMs = 20_000;

/**
 * Where the systems' own programs are, in folders that only root may write: a PATH of its own, so that nobody's `nft` in a
 * folder of theirs is started. The last is NixOS's.
 */
const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:/run/current-system/sw/bin';

export const labEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, PATH: systemPath });

/** The request as the program reads it: tabs between words, and a length before what follows the line. */
export function requestLine(id: number, words: readonly string[], input?: string): string {
  const bad = words.find((word) => /[\t\n\0]/.test(word));
  if (bad !== undefined) throw new Error(`a word for halfopen-lab holds a control character: ${JSON.stringify(bad)}`);
  const length = input === undefined ? [] : [String(Buffer.byteLength(input))];
  return `${[String(id), ...words, ...length].join('\t')}\n${input ?? ''}`;
}

/** @throws HalfopenError `no-private-network` with the kernel's errno and what would help. */
export async function startLabProcess(program: string, number: number, env = labEnvironment()): Promise<LabProcess> {
  const lab = new Conversation(spawn(program, [String(number)], { env, stdio: ['pipe', 'pipe', 'inherit'] }));
  const { result, step = '?', door = '' } = await lab.answerTo(0);
  if (result < 0) throw cannotHost(refusedStep(step, errnoName(result)), errnoName(result));
  return {
    pid: lab.pid,
    door,
    ask: (words, input) => lab.ask(words, input),
    onTold: (handle) => lab.onTold(handle),
    onLost: (handle) => lab.onLost(handle),
    close: () => lab.close(),
  };
}

interface Waiting {
  readonly resolve: (answer: LabAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

class Conversation {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #gone: Promise<void>;
  #lost: string | null = null;
  #isExpected = false;
  #tellLost: ((reason: string) => void) | null = null;
  #tell: (line: Exclude<LabLine, LabAnswer>) => void = () => {};
  #lastId = 0;

  constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    this.#gone = new Promise((resolve) => {
      child.on('error', (error: NodeJS.ErrnoException) => resolve(this.#end(error.code ?? error.message)));
      // Not at its exit: its last answer may still be on the way.
      child.once('close', (code, signal) => resolve(this.#end(signal ?? `code ${code}`)));
    });
    // A request to a process that has just ended: its exit says so.
    child.stdin.on('error', () => {});
    const lines = createInterface({ input: child.stdout });
    lines.on('error', () => child.kill('SIGKILL'));
    lines.on('line', (line) => this.#hear(line));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  answerTo(id: number): Promise<LabAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#lost !== null) return reject(goneError(this.#lost));
      // One that hangs must not hang the run.
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
      this.#waiting.set(id, { resolve, reject, timer });
    });
  }

  ask(words: readonly string[], input?: string): Promise<LabAnswer> {
    this.#lastId += 1;
    const line = requestLine(this.#lastId, words, input);
    const answered = this.answerTo(this.#lastId);
    this.#child.stdin.write(line);
    return answered;
  }

  onTold(handle: (line: Exclude<LabLine, LabAnswer>) => void): void {
    this.#tell = handle;
  }

  onLost(handle: (reason: string) => void): void {
    this.#tellLost = handle;
    if (this.#lost !== null && !this.#isExpected) handle(this.#lost);
  }

  async close(): Promise<void> {
    this.#isExpected = true;
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #hear(line: string): void {
    const { success, data } = LabLine.safeParse(parsed(line));
    if (!success) return void this.#child.kill('SIGKILL');
    if (!('id' in data)) return this.#tell(data);
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    clearTimeout(waiting?.timer);
    waiting?.resolve(data);
  }

  #end(how: string): void {
    if (this.#lost !== null) return;
    this.#lost = `the private network ended from outside (${how})`;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(goneError(this.#lost));
    }
    this.#waiting.clear();
    if (!this.#isExpected) this.#tellLost?.(this.#lost);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const goneError = (reason: string): HalfopenError =>
  new HalfopenError({
    code: 'private-network-lost',
    fault: 'machine',
    message: `The private network is lost: ${reason}.`,
    hint: 'Find out what killed the process (out of memory?), then run it again.',
  });

/** Symbolic, of a negative result. */
export const errnoName = (result: number): string => getSystemErrorName(result);
