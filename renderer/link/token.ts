/** The token of the address that a person opened: read once, then out of sight and out of the browser's history. */
const key = 'halfopen-token';

const tokenIn = (fragment: string): string | undefined => /^#token=([\w-]+)$/.exec(fragment)?.[1];

export function takeToken(): string {
  const fragment = tokenIn(location.hash);
  if (fragment !== undefined) {
    sessionStorage.setItem(key, fragment);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return fragment ?? sessionStorage.getItem(key) ?? '';
}

/**
 * Calls `handle` when somebody opens a new address in a tab that shows this page: the browser changes only the fragment then,
 * and loads nothing. The token is taken, and the page stays where it was.
 */
export function onNewToken(handle: () => void): void {
  window.addEventListener('hashchange', ({ oldURL }) => {
    if (tokenIn(location.hash) === undefined) return;
    takeToken();
    history.replaceState(history.state, '', oldURL);
    handle();
  });
}
