/**
 * Probe peers as utility processes: Electron's own way to a Node beside the window, whatever the fuses say.
 * They belong to the host process that asked for them and never outlive it, nor this process.
 */
import { utilityProcess } from 'electron';
import type { UtilityProcess } from 'electron';
import type { FromHost, ToHost } from './host-process/host-messages.ts';

type PeerWish = Extract<FromHost, { say: `peer-${string}` }>;

/** Far above what an experiment needs; what asks for more is broken. */
const mostPeers = 500;

export class Peers {
  readonly #program: string;
  readonly #tell: (message: ToHost) => void;
  readonly #running = new Map<number, UtilityProcess>();

  /** @param program the bundle of main/platform/peers/peer-process.ts */
  constructor(program: string, tell: (message: ToHost) => void) {
    this.#program = program;
    this.#tell = tell;
  }

  do(wish: PeerWish): void {
    if (wish.say === 'peer-start') return this.#start(wish.id, wish.args);
    const peer = this.#running.get(wish.id);
    if (wish.say === 'peer-order') peer?.postMessage(wish.order);
    else signal(peer, wish.signal);
  }

  /** SIGKILL: a frozen process hears nothing else. */
  end(): void {
    for (const peer of this.#running.values()) signal(peer, 'SIGKILL');
    this.#running.clear();
  }

  #start(id: number, args: readonly string[]): void {
    if (this.#running.has(id) || this.#running.size >= mostPeers)
      return this.#tell({ say: 'refused', id, why: 'too many probe peers' });
    const peer = utilityProcess.fork(this.#program, [...args], { serviceName: 'Halfopen probe peer' });
    // Of V8, before the process ends: its exit says so.
    peer.on('error', () => {});
    this.#running.set(id, peer);
    peer.once('spawn', () => void (peer.pid !== undefined && this.#tell({ say: 'peer-started', id, pid: peer.pid })));
    peer.on('message', (report: unknown) => this.#tell({ say: 'peer-report', id, report }));
    peer.once('exit', (code) => {
      this.#running.delete(id);
      this.#tell({ say: 'peer-exit', id, how: `code ${code}` });
    });
  }
}

/** By number: Electron's own kill() knows only SIGTERM. */
function signal(peer: UtilityProcess | undefined, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  if (peer?.pid === undefined) return;
  try {
    process.kill(peer.pid, name);
  } catch {
    // Gone already: its exit says so.
  }
}
