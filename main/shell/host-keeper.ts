/** Keeps the host process: starts it, brings views to it, does for it what only the main process can. */
import { utilityProcess } from 'electron';
import type { MessagePortMain, UtilityProcess } from 'electron';
import type { ErrorDetail } from '#model/error.ts';
import { fromHost } from './host-process/host-messages.ts';
import type { FromHost, ToHost } from './host-process/host-messages.ts';
import { Peers } from './peers.ts';

export interface KeeperOptions {
  /** The bundles of main/host-process.ts and main/platform/peers/peer-process.ts. */
  readonly programs: { readonly host: string; readonly peer: string };
  /** Null for the user's own. */
  readonly historyPath: string | null;
  readonly allowFirewall: boolean;
  readonly print: (html: string) => Promise<Uint8Array<ArrayBuffer>>;
  readonly reveal: (folder: string) => Promise<void>;
  readonly onLook: (look: Extract<FromHost, { say: 'look' }>) => void;
  /** Experiments of a file are in the history now; none when all were there already. */
  readonly onOpened: (ids: readonly string[]) => void;
  readonly onNotOpened: (error: ErrorDetail) => void;
  /** It stopped again shortly after it was started again, or could not begin; `restart` tries once more. */
  readonly onGone: (error: ErrorDetail | null) => void;
  readonly log: (line: string) => void;
}

/** One death is mended at once; a second one within this time is told. */
const mendingMs = 60_000;
/** For what is still to be written; SQLite's own journal saves the rest. */
const closingMs = 5000;

export class HostKeeper {
  readonly #options: KeeperOptions;
  #child: UtilityProcess | null = null;
  #peers: Peers | null = null;
  #mendedAt = -Infinity;
  #failure: ErrorDetail | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { programs, historyPath, allowFirewall, log } = this.#options;
    const args = [historyPath ?? '', ...(allowFirewall ? ['--allow-firewall'] : [])];
    const child = utilityProcess.fork(programs.host, args, {
      serviceName: 'Halfopen host',
    });
    const tell = (message: ToHost): void => child.postMessage(message);
    const peers = new Peers(programs.peer, tell);
    this.#failure = null;
    this.#child = child;
    this.#peers = peers;
    // Of V8, before the process ends: its exit decides what becomes of it.
    child.on('error', (type, location) => log(`the host process failed: ${type} at ${location}`));
    child.on('message', (raw: unknown) => {
      const message = fromHost.safeParse(raw);
      if (message.success) this.#hear(message.data, peers, tell);
      else log('the host process said what is no message');
    });
    child.once('exit', (code) => {
      peers.end();
      if (this.#child === child) this.#onExit(code);
    });
  }

  /** Brings a view to the host. Its port closes with the host process; then the view asks for another. */
  serve(port: MessagePortMain): void {
    if (this.#child === null) port.close();
    else this.#child.postMessage({ say: 'view' } satisfies ToHost, [port]);
  }

  /** Takes the experiments of a file in; `onOpened` or `onNotOpened` says what came of it. */
  open(path: string): void {
    this.#child?.postMessage({ say: 'open', path } satisfies ToHost);
  }

  /** Resolves when the record is closed, or after a while. No peer outlives it. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child !== null)
      await new Promise<void>((resolve) => {
        const patience = setTimeout(resolve, closingMs);
        child.once('exit', () => {
          clearTimeout(patience);
          resolve();
        });
        child.postMessage({ say: 'close' } satisfies ToHost);
      });
    this.#peers?.end();
    child?.kill();
  }

  #hear(message: FromHost, peers: Peers, tell: (message: ToHost) => void): void {
    const { print, reveal, onLook, onOpened, onNotOpened, log } = this.#options;
    const refuse = (id: number) => (error: unknown) => tell({ say: 'refused', id, why: String(error) });
    switch (message.say) {
      case 'ready':
        return undefined;
      case 'failed':
        return void (this.#failure = message.error);
      case 'log':
        return log(message.line);
      case 'look':
        return onLook(message);
      case 'opened':
        return onOpened(message.ids);
      case 'not-opened':
        return onNotOpened(message.error);
      case 'print':
        return void print(message.html)
          .then((pdf) => tell({ say: 'printed', id: message.id, pdf }))
          .catch(refuse(message.id));
      case 'reveal':
        return void reveal(message.folder)
          .then(() => tell({ say: 'revealed', id: message.id }))
          .catch(refuse(message.id));
      case 'peer-start':
      case 'peer-order':
      case 'peer-signal':
        return peers.do(message);
    }
  }

  #onExit(code: number): void {
    this.#child = null;
    this.#options.log(`the host process ended with code ${code}`);
    const isAgain = Date.now() - this.#mendedAt < mendingMs;
    if (isAgain || this.#failure !== null) return this.#options.onGone(this.#failure);
    this.#mendedAt = Date.now();
    this.start();
  }
}
