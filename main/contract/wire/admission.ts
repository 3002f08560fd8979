/**
 * How a view in a browser shows its token. A WebSocket of a page can carry no header of the page's own, so the token is
 * one of the subprotocols that it offers (RFC 6455, 1.9): whoever lacks it never gets a WebSocket. A page is not told
 * why it got none, so it asks: the same address, in plain HTTP, answers 204 to the right token and 401 to any other.
 */

/** Where the wire is, for both. */
export const wirePath = '/wire';

/** The subprotocol that is agreed on. The other one offered is the token, and is never sent back. */
export const wireProtocol = 'halfopen';

const tokenProtocol = 'token.';

/** What a view offers. */
export const protocolsWith = (token: string): string[] => [wireProtocol, `${tokenProtocol}${token}`];

/** The token among the offered subprotocols; empty when there is none. */
export function tokenAmong(offered: string | undefined): string {
  const all = offered?.split(',').map((protocol) => protocol.trim()) ?? [];
  return all.find((protocol) => protocol.startsWith(tokenProtocol))?.slice(tokenProtocol.length) ?? '';
}

const bearer = 'Bearer ';

/** The header of the question whether a token is the right one (RFC 6750, 2.1). */
export const askingFor = (token: string): Readonly<Record<string, string>> => ({ Authorization: `${bearer}${token}` });

export const tokenAskedFor = (authorization: string | undefined): string =>
  authorization?.startsWith(bearer) === true ? authorization.slice(bearer.length) : '';

/** Answers the question: this token is not the one. */
export const wrongToken = 401;
