/** In the host process: what only the main process can do, as plain functions. */
import { toHost } from './host-messages.ts';
import type { FromHost, ToHost } from './host-messages.ts';

/** As main/platform/peers/peer-starter.ts wants it. */
interface PeerProcess {
  readonly pid: number;
  send(message: unknown): void;
  onMessage(handle: (message: unknown) => void): void;
  onExit(handle: (how: string) => void): void;
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

type PeerNews = Extract<ToHost, { say: 'peer-report' | 'peer-exit' }>;
type Answer = Extract<ToHost, { say: 'printed' | 'revealed' | 'refused' | 'peer-started' }>;

export class MainProxy {
  readonly #post: (message: FromHost) => void;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  readonly #peers = new Map<number, (news: PeerNews) => void>();
  #lastId = 0;

  constructor(post: (message: FromHost) => void) {
    this.#post = post;
  }

  /** What came from the main process; returns it when it is not an answer to something asked here. */
  hear(raw: unknown): Extract<ToHost, { say: 'view' | 'close' | 'open' }> | null {
    const { data: message } = toHost.safeParse(raw);
    if (message === undefined) return null;
    if (message.say === 'view' || message.say === 'close' || message.say === 'open') return message;
    if (message.say === 'peer-report' || message.say === 'peer-exit') this.#onPeer(message);
    else this.#settle(message);
    return null;
  }

  async pdf(html: string): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#ask((id) => ({ say: 'print', id, html }));
    if (answer.say !== 'printed') throw new Error('the main process answered with something else');
    return answer.pdf;
  }

  async reveal(folder: string): Promise<void> {
    await this.#ask((id) => ({ say: 'reveal', id, folder }));
  }

  async startPeer(args: readonly string[]): Promise<PeerProcess> {
    const early: PeerNews[] = [];
    const answer = await this.#ask((id) => {
      this.#peers.set(id, (news) => void early.push(news));
      return { say: 'peer-start', id, args: [...args] };
    });
    if (answer.say !== 'peer-started') throw new Error('the main process answered with something else');
    return this.#peer(answer.id, answer.pid, early);
  }

  /** Reports that come before the first listener wait for it; all that listen hear the rest. */
  #peer(id: number, pid: number, early: PeerNews[]): PeerProcess {
    const onMessage: ((message: unknown) => void)[] = [];
    const onExit: ((how: string) => void)[] = [];
    const deliver = (): void => {
      for (const news of early.splice(0)) {
        if (news.say === 'peer-report' && onMessage.length > 0) for (const handle of onMessage) handle(news.report);
        else if (news.say === 'peer-exit' && onExit.length > 0) for (const handle of onExit) handle(news.how);
        else early.push(news);
      }
    };
    this.#peers.set(id, (news) => {
      early.push(news);
      deliver();
    });
    return {
      pid,
      send: (order) => this.#post({ say: 'peer-order', id, order }),
      onMessage(handle) {
        onMessage.push(handle);
        deliver();
      },
      onExit(handle) {
        onExit.push(handle);
        deliver();
      },
      kill: (signal) => this.#post({ say: 'peer-signal', id, signal }),
    };
  }

  #ask(wish: (id: number) => FromHost): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post(wish(id));
    });
  }

  #settle(answer: Answer): void {
    const waiter = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.say === 'refused') waiter?.reject(new Error(answer.why));
    else waiter?.resolve(answer);
  }

  #onPeer(news: PeerNews): void {
    this.#peers.get(news.id)?.(news);
    if (news.say !== 'peer-exit') return;
    this.#peers.delete(news.id);
    // It ended before it was up.
    this.#waiting.get(news.id)?.reject(new Error(`it ended with ${news.how}`));
    this.#waiting.delete(news.id);
  }
}
