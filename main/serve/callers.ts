/** Which requests are from a page of ours. */
import type { IncomingMessage } from 'node:http';

export interface Callers {
  /** The request was sent to an address that we listen on: not to a name that was pointed at us. */
  isForUs(request: IncomingMessage): boolean;
  /** It was sent by a page that came from us. */
  isFromOurPage(request: IncomingMessage): boolean;
}

/** @param address that is listened on; on all addresses (`0.0.0.0`, `::`) any literal address is ours */
export function callersOf(address: string, port: number): Callers {
  const any = address === '0.0.0.0' || address === '::';
  const hosts = new Set([`${literal(address)}:${port}`, `127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
  const isOurs = (host: string | undefined): boolean =>
    host !== undefined && (hosts.has(host.toLowerCase()) || (any && isLiteral(host, port)));
  return {
    isForUs: ({ headers }) => isOurs(headers.host),
    isFromOurPage: ({ headers }) => {
      const { origin, host } = headers;
      return origin !== undefined && origin === `http://${host ?? ''}`;
    },
  };
}

export const literal = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** An address in figures cannot be rebound. */
const isLiteral = (host: string, port: number): boolean =>
  (/^\d{1,3}(\.\d{1,3}){3}:\d+$/.test(host) || /^\[[0-9a-f:]+\]:\d+$/i.test(host)) && host.endsWith(`:${port}`);
