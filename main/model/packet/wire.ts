/** What went over the wire of one trial: packets with their role, and what follows from them. */
import type { Ns, Instant } from '../time.ts';
import { msBetween } from '../time.ts';
import type { PacketRole } from './classify.ts';

/** One packet as the interface of our host saw it. */
export interface WirePacket {
  /** The kernel's timestamp, CLOCK_MONOTONIC. */
  readonly at: Ns;
  readonly isOutgoing: boolean;
  readonly role: PacketRole | 'icmp-error';
  /** Of the whole IP packet. */
  readonly bytes: number;
}

/** All packets of a trial, from its SYN on; `decidedMs` counts from the fault. */
export interface WireFacts {
  readonly packets: number;
  /** Keepalive and zero-window probes that left. */
  readonly probes: number;
  readonly answers: number;
  readonly retransmissions: number;
  readonly icmpErrors: number;
  /** Packets of its whole network that found no room in the capture: where there are any, the counts may be too small. */
  readonly lost: number;
  /** Fault to the packet that shows that our kernel knew: the RST or FIN that it received, or the RST that it sent; null without. */
  readonly decidedMs: number | null;
}

export function wireFacts(packets: readonly WirePacket[], began: Instant | null): Omit<WireFacts, 'lost'> {
  const count = (role: WirePacket['role'], isOutgoing: boolean): number =>
    packets.filter((packet) => packet.role === role && packet.isOutgoing === isOutgoing).length;
  const decided = began === null ? undefined : packets.find((packet) => packet.at >= began.from && isFinal(packet));
  return {
    packets: packets.length,
    probes: count('keepalive-probe', true),
    answers: count('keepalive-answer', false),
    retransmissions: count('retransmission', true),
    icmpErrors: count('icmp-error', false),
    decidedMs: decided === undefined || began === null ? null : msBetween(began.from, decided.at),
  };
}

const isFinal = ({ role, isOutgoing }: WirePacket): boolean => role === 'reset' || (role === 'fin' && !isOutgoing);

/** Packets and IP bytes of both directions between two instants. */
export function wireCost(
  packets: readonly WirePacket[],
  from: Ns,
  to: Ns,
): { readonly packets: number; readonly bytes: number } {
  const within = packets.filter(({ at }) => at > from && at <= to);
  return { packets: within.length, bytes: within.reduce((sum, { bytes }) => sum + bytes, 0) };
}
