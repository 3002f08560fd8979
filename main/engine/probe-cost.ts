/** What a detector cost while the connection that it watched was healthy and idle. */
import type { Sample } from './situation-sampler.ts';
import type { WireLog } from './wire-log.ts';
import { msBetween } from '#model/time.ts';

/** Bytes of a bare segment with timestamps: 20 IPv4 + 20 TCP + 12 options (RFC 9293, RFC 7323). */
const bareSegmentBytes = 52;

interface Cost {
  readonly probePackets: number | null;
  readonly probeBytes: number | null;
  readonly healthyMs: number | null;
}

/** While the connection is healthy and idle, every segment after the baseline belongs to the detector. */
export function costOf(baseline: Sample | null, braced: Sample | null, wire: WireLog | null): Cost {
  if (baseline !== null && braced !== null && wire !== null) {
    const { packets, bytes } = wire.cost(baseline.at, braced.at);
    return { probePackets: packets, probeBytes: bytes, healthyMs: msBetween(baseline.at, braced.at) };
  }
  if (baseline === null || braced === null || baseline.segments === null || braced.segments === null)
    return { probePackets: null, probeBytes: null, healthyMs: null };
  const probePackets = braced.segments - baseline.segments;
  const payload = braced.payloadBytes - baseline.payloadBytes;
  return {
    probePackets,
    probeBytes: probePackets * bareSegmentBytes + payload,
    healthyMs: msBetween(baseline.at, braced.at),
  };
}
