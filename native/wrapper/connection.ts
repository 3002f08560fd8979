/** One TCP socket of the machine, as `struct ho_connection` of socket.h lays it out. */
import { endianness } from 'node:os';
import { SocketAddress } from 'node:net';
import { tcpStateOf } from './tcp-state.ts';
import type { TcpState } from './tcp-state.ts';

export interface Connection {
  readonly family: 'ipv4' | 'ipv6';
  readonly local: ConnectionEnd;
  /** Null for a socket that listens. */
  readonly remote: ConnectionEnd | null;
  readonly state: TcpState;
  /** Null when it has no owner any more, or the owner is not ours to know. */
  readonly pid: number | null;
}

/** The machine's TCP sockets, as far as the system told them. */
export interface ConnectionTable {
  readonly connections: readonly Connection[];
  /** Families whose sockets are missing, and why: `WSAEOPNOTSUPP` on a machine without IPv6. */
  readonly unread: readonly { readonly family: Connection['family']; readonly code: string }[];
}

export interface ConnectionEnd {
  /** As Node writes it; a link-local IPv6 address with its scope, `fe80::1%3`. */
  readonly address: string;
  readonly port: number;
}

const at = {
  local: 0,
  remote: 16,
  localScope: 32,
  remoteScope: 36,
  localPort: 40,
  remotePort: 42,
  family: 44,
} as const;
const stateAt = 48;
const pidAt = 52;

/** sizeof (struct ho_connection) */
export const connectionBytes = 56;

const little = endianness() === 'LE';

/** `table` begins with `count` structs. */
export function decodeConnections(table: Buffer, count: number): readonly Connection[] {
  return Array.from({ length: count }, (_, index) => {
    const start = table.byteOffset + index * connectionBytes;
    return decodeConnection(new DataView(table.buffer, start, connectionBytes));
  });
}

function decodeConnection(view: DataView): Connection {
  const family = view.getInt32(at.family, little) === 4 ? 'ipv4' : 'ipv6';
  const state = tcpStateOf(view.getInt32(stateAt, little));
  const pid = view.getInt32(pidAt, little);
  const end = (address: number, scope: number, port: number): ConnectionEnd => ({
    address: addressText(view, address, family, view.getUint32(scope, little)),
    port: view.getUint16(port, little),
  });
  return {
    family,
    local: end(at.local, at.localScope, at.localPort),
    remote: state === 'LISTEN' ? null : end(at.remote, at.remoteScope, at.remotePort),
    state,
    pid: pid === 0 ? null : pid,
  };
}

function addressText(view: DataView, start: number, family: 'ipv4' | 'ipv6', scope: number): string {
  if (family === 'ipv4') return [0, 1, 2, 3].map((i) => view.getUint8(start + i)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(start + 2 * i).toString(16));
  const { address } = new SocketAddress({ address: groups.join(':'), family });
  // Elsewhere a scope says nothing (RFC 4007 section 11), and systems fill in what they like.
  return scope === 0 || !address.startsWith('fe80:') ? address : `${address}%${scope}`;
}
