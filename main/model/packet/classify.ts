/** What each packet of a connection is for, told from what went before it. Pure: a state and a packet give a name. */
import type { TcpPacket } from './decode.ts';

/**
 * `keepalive-probe`: nothing new, one byte before what is acknowledged (RFC 9293 3.8.4; Linux sends none with it).
 * A sender whose peer has no room probes in the same way. `retransmission`: data that was sent before.
 * `keepalive-answer`: an acknowledgement of nothing new, right after a probe.
 */
export type PacketRole =
  | 'handshake'
  | 'data'
  | 'retransmission'
  | 'keepalive-probe'
  | 'keepalive-answer'
  | 'acknowledgement'
  | 'urgent'
  | 'fin'
  | 'reset';

/** One direction: what comes next, and whether the last packet of it was a probe. */
interface Half {
  /** The sequence number after all that was sent; null before anything was. */
  readonly next: number | null;
  readonly wasProbe: boolean;
}

export interface FlowState {
  readonly out: Half;
  readonly in: Half;
}

const untouched: Half = { next: null, wasProbe: false };
export const freshFlow: FlowState = { out: untouched, in: untouched };

export function classify(
  flow: FlowState,
  packet: TcpPacket,
  isOutgoing: boolean,
): { readonly role: PacketRole; readonly flow: FlowState } {
  const own = isOutgoing ? flow.out : flow.in;
  const other = isOutgoing ? flow.in : flow.out;
  const role = roleOf(packet, own, other);
  const after: Half = { next: furthest(own.next, packet), wasProbe: role === 'keepalive-probe' };
  const answered: Half = role === 'keepalive-answer' ? { ...other, wasProbe: false } : other;
  return { role, flow: isOutgoing ? { out: after, in: answered } : { out: answered, in: after } };
}

function roleOf({ flags, payloadBytes, sequence }: TcpPacket, own: Half, other: Half): PacketRole {
  if (flags.rst) return 'reset';
  if (flags.syn) return 'handshake';
  const isOld = own.next !== null && isBefore(sequence, own.next);
  // A probe has the last byte again or none; whatever is longer was lost.
  if (isOld && payloadBytes <= 1 && !flags.fin && sequence === minusOne(own.next ?? 0)) return 'keepalive-probe';
  if (isOld && payloadBytes + Number(flags.fin) > 0) return 'retransmission';
  if (flags.fin) return 'fin';
  if (payloadBytes > 0) return flags.urg ? 'urgent' : 'data';
  return other.wasProbe ? 'keepalive-answer' : 'acknowledgement';
}

const minusOne = (sequence: number): number => (sequence - 1) >>> 0;

/** RFC 9293 3.4: numbers of 32 bits that go round. */
const isBefore = (a: number, b: number): boolean => ((a - b) | 0) < 0;

function furthest(next: number | null, { sequence, payloadBytes, flags }: TcpPacket): number | null {
  // A reset may carry any number.
  if (flags.rst) return next;
  const end = (sequence + payloadBytes + Number(flags.syn) + Number(flags.fin)) >>> 0;
  return next === null || isBefore(next, end) ? end : next;
}
