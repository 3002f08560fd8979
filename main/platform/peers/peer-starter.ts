/** How peer processes are started: a port of its own, because not every program that hosts Halfopen may fork Node. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** One running peer process, as far as the lab needs it. */
export interface PeerProcess {
  readonly pid: number;
  /** @throws or does nothing when the process is gone: `onExit` tells. */
  send(message: unknown): void;
  onMessage(handle: (message: unknown) => void): void;
  /** Every listener is called once; `how` is a signal's name or `code 1`. */
  onExit(handle: (how: string) => void): void;
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

/**
 * Starts main/platform/peers/peer-process.ts, or what it was bundled into, with these arguments.
 * The process must have `process.send` (Node) or `process.parentPort` (Electron's utility process).
 */
export type StartPeer = (args: readonly string[]) => Promise<PeerProcess>;

const program = fileURLToPath(new URL('./peer-process.ts', import.meta.url));

/** As a child of this Node process. */
export const forkPeer: StartPeer = (args) =>
  new Promise((resolve, reject) => {
    const child = fork(program, [...args], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    // It stays: a message to, or a signal for, a process that has just ended fails, and its exit says so.
    child.on('error', reject);
    child.once('spawn', () => {
      resolve({
        pid: child.pid ?? 0,
        send: (message) => void child.send(message as object, () => {}),
        onMessage: (handle) => void child.on('message', handle),
        onExit: (handle) => void child.once('exit', (code, signal) => handle(signal ?? `code ${code}`)),
        kill: (signal) => void child.kill(signal),
      });
    });
  });
