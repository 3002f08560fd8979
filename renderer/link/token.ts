/** The token of the address that a person opened: read once, then out of sight and out of the browser's history. */
const key = 'halfopen-token';

export function takeToken(): string {
  const fragment = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (fragment !== undefined) {
    sessionStorage.setItem(key, fragment);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return fragment ?? sessionStorage.getItem(key) ?? '';
}
