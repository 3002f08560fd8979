/** Our own probe servers. Each has a process of its own, so that it can be frozen and killed. */
import type { Lab, Peer } from '../ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { ServerId, ServerRow } from '#model/live/live.ts';

export interface ServerPlace {
  readonly host: string;
  /** Null for any free one. */
  readonly port: number | null;
  readonly pongDelayMs: number;
}

export interface LiveServer {
  readonly peer: Peer;
  /** Where this machine reaches it: nothing can connect to a wildcard address. */
  readonly dialAt: Endpoint;
  readonly row: ServerRow;
}

export class Servers {
  readonly #lab: Lab;
  readonly #changed: () => void;
  readonly #servers = new Map<ServerId, LiveServer & { row: ServerRow }>();
  #lastId = 0;

  constructor(lab: Lab, changed: () => void) {
    this.#lab = lab;
    this.#changed = changed;
  }

  get rows(): readonly ServerRow[] {
    return [...this.#servers.values()].map(({ row }) => row);
  }

  /** @throws HalfopenError `port-in-use`, `cannot-listen`, `peer-not-started`. */
  async start({ host, port, pongDelayMs }: ServerPlace): Promise<ServerRow> {
    const peer = await this.#lab.startPeer({ host, port, pongDelayMs });
    this.#lastId += 1;
    const server = this.#lastId;
    const { pid, endpoint } = peer;
    const row: ServerRow = { server, endpoint, pid, pongDelayMs, state: 'listening', reason: null };
    this.#servers.set(server, { peer, dialAt: reachable(endpoint), row });
    peer.onLost((reason) => this.become(server, 'gone', reason));
    this.#changed();
    return row;
  }

  /** @throws HalfopenError `no-such-server`. */
  get(server: ServerId): LiveServer {
    const found = this.#servers.get(server);
    if (found !== undefined) return found;
    throw new HalfopenError({
      code: 'no-such-server',
      fault: 'input',
      message: `There is no probe server ${server}.`,
      hint: 'Start one first.',
      given: String(server),
    });
  }

  become(server: ServerId, state: ServerRow['state'], reason: string | null): void {
    const found = this.#servers.get(server);
    if (found === undefined || found.row.state === 'gone') return;
    found.row = { ...found.row, state, reason };
    this.#changed();
  }

  /** Ends its process and takes it off the list. Sessions to it notice by themselves. */
  stop(server: ServerId): void {
    const { peer } = this.get(server);
    this.#servers.delete(server);
    peer.end();
    this.#changed();
  }
}

/** RFC 1122 3.2.1.3 and RFC 4291 2.5.2: the unspecified address stands for this host, but is never a destination. */
function reachable({ address, port }: Endpoint): Endpoint {
  if (address === '0.0.0.0') return { address: '127.0.0.1', port };
  return address === '::' ? { address: '::1', port } : { address, port };
}
