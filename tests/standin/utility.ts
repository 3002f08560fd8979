/** `utilityProcess` as a Node process with `process.parentPort`. */
import { fork as forkNode } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PortRelay } from './ports.ts';
import type { MessagePortMain } from './ports.ts';
import { note } from './screen.ts';
import type { UtilityMessage } from './utility-entry.ts';

const entry = fileURLToPath(new URL('./utility-entry.ts', import.meta.url));

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #relay: PortRelay;

  constructor(path: string, args: readonly string[], options: unknown) {
    super();
    const child = forkNode(path, [...args], { execArgv: ['--import', entry], serialization: 'advanced' });
    this.#child = child;
    this.#relay = new PortRelay('m', (message) => this.#send(message));
    child.once('spawn', () => {
      note('utilityProcess', path, args, options, child.pid);
      this.emit('spawn');
    });
    child.on('message', (message: UtilityMessage) => {
      if (message.t === 'message') this.emit('message', message.data);
      else this.#relay.hear(message);
    });
    child.once('exit', (code) => {
      this.#relay.close();
      note('utilityProcess.exit', path, code);
      this.emit('exit', code ?? 1);
    });
    child.on('error', () => {});
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  postMessage(data: unknown, ports: readonly MessagePortMain[] = []): void {
    this.#send({ t: 'message', data, ports: ports.map((port) => this.#relay.transfer(port)) });
  }

  kill = (): boolean => this.#child.kill();

  #send(message: UtilityMessage): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }
}

export const utilityProcess = {
  fork: (path: string, args: readonly string[] = [], options: unknown = {}): UtilityProcess =>
    new UtilityProcess(path, args, options),
};
