/** What a captured IPv4 packet says: TCP (RFC 9293), or an ICMP error about TCP (RFC 792). Pure; never throws. */

/** As a capture gives it; the bytes may end before the packet does. */
export interface CapturedPacket {
  /** CLOCK_MONOTONIC, ns. */
  readonly atNs: number;
  /** Since 1970, ns; as the kernel stamped it. */
  readonly realNs: bigint;
  readonly isOutgoing: boolean;
  /** Of the whole packet. */
  readonly length: number;
  /** The beginning of it, headers at least. */
  readonly bytes: Uint8Array;
}

export interface TcpFlags {
  readonly fin: boolean;
  readonly syn: boolean;
  readonly rst: boolean;
  readonly ack: boolean;
  readonly urg: boolean;
}

export interface TcpPacket {
  readonly kind: 'tcp';
  readonly from: string;
  readonly to: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly sequence: number;
  readonly acknowledged: number;
  readonly flags: TcpFlags;
  readonly payloadBytes: number;
  readonly ttl: number;
}

/** An error that a router or host sends about one of our packets. */
export interface IcmpError {
  readonly kind: 'icmp-error';
  readonly from: string;
  readonly type: number;
  readonly code: number;
  /** The packet that it quotes. */
  readonly about: { readonly fromPort: number; readonly toPort: number; readonly to: string };
}

export type Decoded = TcpPacket | IcmpError | { readonly kind: 'other'; readonly why: string };

const protocols = { icmp: 1, tcp: 6 } as const;
const smallest = { ip: 20, tcp: 20, icmp: 8 } as const;

export function decode({ bytes, length }: Pick<CapturedPacket, 'bytes' | 'length'>): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ip = headerOf(view);
  if (ip === null) return other('no IPv4 header');
  if (ip.isFragment) return other('a fragment');
  if (ip.protocol === protocols.tcp) return tcp(view, ip, Math.min(ip.totalBytes, length));
  return ip.protocol === protocols.icmp ? icmp(view, ip) : other(`IP protocol ${ip.protocol}`);
}

const other = (why: string): Decoded => ({ kind: 'other', why });

interface IpHeader {
  readonly headerBytes: number;
  readonly totalBytes: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly isFragment: boolean;
  readonly from: string;
  readonly to: string;
}

/** RFC 791 3.1. */
function headerOf(view: DataView, at = 0): IpHeader | null {
  if (view.byteLength < at + smallest.ip) return null;
  const first = view.getUint8(at);
  const headerBytes = (first & 15) * 4;
  if (first >> 4 !== 4 || headerBytes < smallest.ip || view.byteLength < at + headerBytes) return null;
  return {
    headerBytes,
    totalBytes: view.getUint16(at + 2),
    ttl: view.getUint8(at + 8),
    protocol: view.getUint8(at + 9),
    // A later part of a packet has no TCP header.
    isFragment: (view.getUint16(at + 6) & 0x1fff) !== 0,
    from: address(view, at + 12),
    to: address(view, at + 16),
  };
}

const address = (view: DataView, at: number): string =>
  [0, 1, 2, 3].map((octet) => view.getUint8(at + octet)).join('.');

/** RFC 9293 3.1. */
function tcp(view: DataView, ip: IpHeader, totalBytes: number): Decoded {
  const at = ip.headerBytes;
  if (view.byteLength < at + smallest.tcp) return other('a TCP header cut off');
  const headerBytes = (view.getUint8(at + 12) >> 4) * 4;
  const payloadBytes = totalBytes - at - headerBytes;
  if (headerBytes < smallest.tcp || payloadBytes < 0) return other('a TCP header of impossible length');
  const bits = view.getUint8(at + 13);
  return {
    kind: 'tcp',
    from: ip.from,
    to: ip.to,
    fromPort: view.getUint16(at),
    toPort: view.getUint16(at + 2),
    sequence: view.getUint32(at + 4),
    acknowledged: view.getUint32(at + 8),
    flags: {
      fin: (bits & 1) !== 0,
      syn: (bits & 2) !== 0,
      rst: (bits & 4) !== 0,
      ack: (bits & 16) !== 0,
      urg: (bits & 32) !== 0,
    },
    payloadBytes,
    ttl: ip.ttl,
  };
}

/** Destination unreachable (3) and time exceeded (11) quote the header of the packet and the ports behind it. */
function icmp(view: DataView, ip: IpHeader): Decoded {
  const at = ip.headerBytes;
  if (view.byteLength < at + smallest.icmp) return other('an ICMP header cut off');
  const type = view.getUint8(at);
  if (type !== 3 && type !== 11) return other(`ICMP type ${type}`);
  const quoted = headerOf(view, at + smallest.icmp);
  const ports = at + smallest.icmp + (quoted?.headerBytes ?? 0);
  if (quoted === null || quoted.protocol !== protocols.tcp || view.byteLength < ports + 4)
    return other('an ICMP error about something else');
  return {
    kind: 'icmp-error',
    from: ip.from,
    type,
    code: view.getUint8(at + 1),
    about: { fromPort: view.getUint16(ports), toPort: view.getUint16(ports + 2), to: quoted.to },
  };
}
