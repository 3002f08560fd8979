/** The playground of this window: kept over navigation, and in the browser over reloads. */
import { createPlayground, freshPlayground, revived } from '#store/playground.ts';
import type { Playground } from '#store/playground.ts';

const key = 'halfopen-playground';

const playground = createPlayground(kept());
playground.subscribe(({ file: _, ...state }) => {
  try {
    localStorage.setItem(key, JSON.stringify(state));
  } catch {
    // Only a reload would miss it.
  }
});

export const usePlayground = (): Playground => playground;

function kept() {
  try {
    return revived(JSON.parse(localStorage.getItem(key) ?? 'null'));
  } catch {
    return freshPlayground;
  }
}
