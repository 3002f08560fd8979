/** Language, theme and retention, as the host remembers them. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Duties } from './connection.ts';
import { defaultPreferences } from '#model/history-query.ts';
import type { Preferences } from '#model/history-query.ts';

export interface PreferencesFace {
  readonly store: StoreApi<Preferences>;
  /** Takes effect at once; rejects, and is taken back, when the host cannot keep it. */
  set(change: Partial<Preferences>): Promise<void>;
}

/** @param remembered what this view saw last, so that the first paint has the right language and theme */
export function createPreferences(duties: Duties, remembered: Partial<Preferences>): PreferencesFace {
  const store = createStore<Preferences>(() => ({ ...defaultPreferences, ...remembered }));
  duties.whileOpen(async (client) => store.setState(await client.call('preferences.get', null), true));
  return {
    store,
    async set(change) {
      const before = store.getState();
      store.setState(change);
      try {
        store.setState(await duties.client.call('preferences.set', change), true);
      } catch (error) {
        store.setState(before, true);
        throw error;
      }
    },
  };
}
