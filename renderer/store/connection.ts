/** Whether a host is at the other end, what it can do, and work that must go on whenever it is. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Abilities } from '#contract/wire/abilities.ts';
import type { Client } from '#contract/wire/host.ts';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Nothing is lost: the host records on. It is tried again by itself. */
  | { readonly kind: 'lost'; readonly why: string }
  /** The host does not let this view in. */
  | { readonly kind: 'refused'; readonly why: string }
  /** View and host are of different versions. */
  | { readonly kind: 'outdated' };

/** What a view needs of its link. */
export interface HostLink {
  /** Its calls reject with `disconnected` while no host is there. */
  readonly client: Client;
  /** Called at once with the state that is, then with each that follows. */
  onState(handle: (state: ConnectionState) => void): () => void;
}

export interface Connection {
  readonly state: ConnectionState;
  /** The last that were told; kept while the host is away. */
  readonly abilities: Abilities | null;
}

/** Work that lasts while the connection is open and begins anew when it is open again. */
export type Duty = (client: Client, signal: AbortSignal) => Promise<void>;

export class Duties {
  readonly store: StoreApi<Connection> = createStore(() => ({ state: { kind: 'connecting' }, abilities: null }));
  readonly client: Client;
  readonly #duties = new Map<Duty, AbortController | null>();

  constructor(link: HostLink) {
    this.client = link.client;
    link.onState((state) => {
      const wasOpen = this.#isOpen;
      this.store.setState({ state });
      if (this.#isOpen && !wasOpen) this.#begin();
      if (!this.#isOpen && wasOpen) this.#halt();
    });
    this.whileOpen(async (client) => this.store.setState({ abilities: await client.call('host.abilities', null) }));
  }

  /** Returns how to end it. A duty that fails is not tried again before the next connection. */
  whileOpen(duty: Duty): () => void {
    this.#duties.set(duty, null);
    if (this.#isOpen) this.#run(duty);
    return () => {
      this.#duties.get(duty)?.abort();
      this.#duties.delete(duty);
    };
  }

  get #isOpen(): boolean {
    return this.store.getState().state.kind === 'open';
  }

  #begin(): void {
    for (const duty of this.#duties.keys()) this.#run(duty);
  }

  #run(duty: Duty): void {
    const abort = new AbortController();
    this.#duties.set(duty, abort);
    // A lost connection ends feeds with an error; the state already says so.
    duty(this.client, abort.signal).catch(() => undefined);
  }

  #halt(): void {
    for (const [duty, abort] of this.#duties) {
      abort?.abort();
      this.#duties.set(duty, null);
    }
  }
}
