/** The single steps that faults are made of. A fault injector knows how to take each; a fault says which, in order. */
import type { Direction } from './direction.ts';

/** On the connections that are struck. */
export type ConnectionAction =
  /** The peer closes its socket, shuts its sending half down, or aborts: of the watched connection only. */
  | { readonly do: 'fin' | 'half-close' | 'rst' }
  /** Packets that go this way vanish silently. */
  | { readonly do: 'cut'; readonly way: Direction }
  | { readonly do: 'restore'; readonly way: Direction }
  /** Behind a cut the host of the peer forgets the connections, and nobody is told. */
  | { readonly do: 'forget' }
  /** Packets reach that host again. */
  | { readonly do: 'return' }
  /** Every PONG leaves so much later; null for as late as usual. */
  | { readonly do: 'delay-pongs'; readonly delayMs: number | null };

/** On the process of the peer, and so on every connection that it has. */
export type ProcessAction = { readonly do: 'kill' | 'stop' | 'continue' };

/** On the private network between the hosts. */
export type NetworkAction =
  /** The router loses so many of a hundred packets by chance. */
  | { readonly do: 'lose'; readonly percent: number; readonly way: Direction }
  /** The router refuses every packet, and says so. */
  | {
      readonly do: 'refuse';
      readonly by: 'icmp-host' | 'icmp-port' | 'icmp-admin' | 'rst';
      readonly isLimited: boolean;
    }
  /** The router forwards everything again. */
  | { readonly do: 'forward' }
  /** ICMP errors are sent for each packet, not once a second. */
  | { readonly do: 'unlimit-icmp' }
  | { readonly do: 'link'; readonly side: 'own' | 'peer' | 'router'; readonly to: 'down' | 'up' }
  | { readonly do: 'route'; readonly to: 'blackhole' | 'peer' }
  /** The router tracks connections from their SYN on, and picks none up in the middle. */
  | { readonly do: 'track'; readonly reply: 'drop' | 'rst' }
  /** A tracked flow is forgotten after so long without a packet. */
  | { readonly do: 'expire-flows'; readonly afterMs: number; readonly reply: 'drop' | 'rst' }
  /** The host of the peer loses power; another one comes up in its place. */
  | { readonly do: 'halt' | 'boot' };

const processNames: ReadonlySet<string> = new Set(['kill', 'stop', 'continue'] satisfies ProcessAction['do'][]);
const networkNames: ReadonlySet<string> = new Set([
  'lose',
  'refuse',
  'forward',
  'unlimit-icmp',
  'link',
  'route',
  'track',
  'expire-flows',
  'halt',
  'boot',
] satisfies NetworkAction['do'][]);

export const isProcessAction = (action: Action): action is ProcessAction => processNames.has(action.do);
export const isNetworkAction = (action: Action): action is NetworkAction => networkNames.has(action.do);

export type Action = ConnectionAction | ProcessAction | NetworkAction;
export type ActionName = Action['do'];
