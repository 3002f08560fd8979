import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useApp } from './app-context.tsx';
import type { CallName, GivenOf, OutputOf } from '#contract/wire/host.ts';

export interface Asked<Output> {
  readonly output: Output | null;
  readonly error: unknown;
}

/**
 * The answer to a call, asked again when its input changes (by its JSON) or the host is back; the last answer stays
 * until the next is there.
 * @param input undefined asks nothing
 * @param waitMs lets someone type on
 * @param revision asks again when it changes
 */
export function useAsked<K extends CallName>(
  name: K,
  input: GivenOf<K> | undefined,
  waitMs = 0,
  revision: number | string = 0,
): Asked<OutputOf<K>> {
  const { client, duties } = useApp();
  const isOpen = useStore(duties.store, ({ state }) => state.kind === 'open');
  const [asked, setAsked] = useState<Asked<OutputOf<K>>>({ output: null, error: null });
  const text = input === undefined ? undefined : JSON.stringify({ input, revision });
  useEffect(() => {
    if (!isOpen || text === undefined) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client
        .call(name, (JSON.parse(text) as { input: GivenOf<K> }).input, abort.signal)
        .then((output) => abort.signal.aborted || setAsked({ output, error: null }))
        .catch((error: unknown) => abort.signal.aborted || setAsked((last) => ({ ...last, error })));
    }, waitMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, name, text, waitMs, isOpen]);
  return asked;
}
