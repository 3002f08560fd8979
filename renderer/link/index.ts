/** The view's connection to its host: by the window's bridge where there is one, else by a WebSocket; again when lost. */
import { protocolVersion } from '#contract/wire/abilities.ts';
import { connect } from '#contract/wire/connect.ts';
import type { Client } from '#contract/wire/host.ts';
import { HalfopenError } from '#model/error.ts';
import { openBridgeWire } from './bridge-wire.ts';
import type { Bridge } from './bridge-wire.ts';
import { openSocketWire } from './socket-wire.ts';
import type { SocketOutcome } from './socket-wire.ts';
import { onNewToken, takeToken } from './token.ts';

declare global {
  interface Window {
    readonly halfopen?: Bridge;
  }
}

export type LinkState =
  { readonly kind: 'connecting' | 'open' | 'outdated' } | { readonly kind: 'lost' | 'refused'; readonly why: string };

/** Tries again after these waits, the last one over and over; at once when the page is looked at again. */
const waitsMs = [100, 250, 500, 1000, 2000, 5000] as const;

export const openLink = (): Link => new Link(chooseWire());

function chooseWire(): () => Promise<SocketOutcome> {
  const { halfopen: bridge } = window;
  if (bridge !== undefined) return () => openBridgeWire(bridge);
  const url = new URL('wire', location.href.replace(/^http/, 'ws'));
  url.hash = '';
  return () => openSocketWire(url.href, takeToken());
}

export class Link {
  readonly client: Client;
  readonly #open: () => Promise<SocketOutcome>;
  readonly #handlers = new Set<(state: LinkState) => void>();
  #state: LinkState = { kind: 'connecting' };
  #now: Client | null = null;
  #failures = 0;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(open: () => Promise<SocketOutcome>) {
    this.#open = open;
    this.client = {
      call: async (name, input, signal) => this.#connected().call(name, input, signal),
      feed: (name, input, signal) => this.#connected().feed(name, input, signal),
      onClose: (handle) => this.#connected().onClose(handle),
    };
    const hurry = (): void => {
      if (document.visibilityState === 'visible' && this.#retry !== null) this.#tryNow();
    };
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    // A host that was started again has another token.
    onNewToken(() => this.#now === null && this.#tryNow());
    this.#tryNow();
  }

  onState(handle: (state: LinkState) => void): () => void {
    this.#handlers.add(handle);
    handle(this.#state);
    return () => void this.#handlers.delete(handle);
  }

  #connected(): Client {
    if (this.#now !== null) return this.#now;
    throw new HalfopenError({
      code: 'disconnected',
      fault: 'machine',
      message: 'The host is not answering.',
      hint: 'It is tried again by itself; nothing is lost.',
    });
  }

  #tryNow(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#attempt += 1;
    const attempt = this.#attempt;
    void this.#open().then((outcome) => {
      // Overtaken by one with a newer token.
      if (attempt !== this.#attempt) return outcome.kind === 'open' && outcome.wire.close('another took its place');
      if (outcome.kind === 'refused') return this.#become(outcome);
      if (outcome.kind === 'failed') return this.#lost(outcome.why);
      return this.#meet(connect(outcome.wire));
    });
  }

  /** The first question is whether both speak the same protocol. */
  async #meet(client: Client): Promise<void> {
    client.onClose((why) => this.#lost(why));
    try {
      const { protocol } = await client.call('host.abilities', null);
      if (protocol !== protocolVersion) return this.#become({ kind: 'outdated' });
    } catch (error) {
      if (error instanceof HalfopenError && error.detail.code === 'disconnected') return;
      return this.#become({ kind: 'outdated' });
    }
    this.#failures = 0;
    this.#now = client;
    this.#become({ kind: 'open' });
  }

  #lost(why: string): void {
    this.#now = null;
    this.#become({ kind: 'lost', why });
    this.#retry = setTimeout(() => this.#tryNow(), waitsMs[Math.min(this.#failures, waitsMs.length - 1)]);
    this.#failures += 1;
  }

  #become(state: LinkState): void {
    this.#state = state;
    for (const handle of this.#handlers) handle(state);
  }
}
