/** Addresses that a person may be sent to, in the system's own browser. */

export const addresses = {
  tcp: 'https://www.rfc-editor.org/rfc/rfc9293.html',
  userTimeout: 'https://www.rfc-editor.org/rfc/rfc5482.html',
} as const;

const known: ReadonlySet<string> = new Set(Object.values(addresses));

/** Exactly one of ours, as a URL parser writes it: nothing that a session, a report or a page made up. */
export function mayOpen(url: string): boolean {
  return URL.canParse(url) && known.has(url) && new URL(url).href === url;
}
