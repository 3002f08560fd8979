/** Everything that can be done right now: the palette, the keys and the list of keys are made of it. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export interface Command {
  /** Stable. */
  readonly id: string;
  readonly title: string;
  /** One key, or two in a row: `r`, `?`, `g h`. Not read while someone types. */
  readonly keys?: string;
  readonly run: () => void;
}

export class Commands {
  /** What was offered last comes first: a screen's own before the frame's. */
  readonly store: StoreApi<readonly Command[]> = createStore<readonly Command[]>(() => []);
  #groups: readonly (readonly Command[])[] = [];

  /** Returns how to take them back. */
  offer(commands: readonly Command[]): () => void {
    this.#set([commands, ...this.#groups]);
    return () => this.#set(this.#groups.filter((group) => group !== commands));
  }

  /**
   * The command for a key, given the one pressed just before (or null).
   * `prefix` when the key is the first of two.
   */
  match(key: string, before: string | null): Command | 'prefix' | null {
    const all = this.store.getState();
    const pair = before === null ? undefined : all.find(({ keys }) => keys === `${before} ${key}`);
    const found = pair ?? all.find(({ keys }) => keys === key);
    if (found !== undefined) return found;
    return all.some(({ keys }) => keys?.startsWith(`${key} `)) ? 'prefix' : null;
  }

  #set(groups: readonly (readonly Command[])[]): void {
    this.#groups = groups;
    this.store.setState(groups.flat(), true);
  }
}
