/** What a detector costs while the connection that it watches is healthy and idle. */
import type { Sample } from './situation-sampler.ts';
import type { WireLog } from './wire-log.ts';
import { msBetween } from '#model/time.ts';

/** Bytes of a segment without payload, with timestamps: 20 IPv4 + 20 TCP + 12 options (RFC 9293, RFC 7323). */
const bareSegmentBytes = 52;

interface Cost {
  readonly probePackets: number | null;
  readonly probeBytes: number | null;
  readonly healthyMs: number | null;
}

/** While the connection is healthy and idle, every segment between the two samples belongs to the detector. */
export function costOf(baseline: Sample | null, lastHealthy: Sample | null, wire: WireLog | null): Cost {
  if (baseline !== null && lastHealthy !== null && wire !== null) {
    const { packets, bytes } = wire.cost(baseline.at, lastHealthy.at);
    return { probePackets: packets, probeBytes: bytes, healthyMs: msBetween(baseline.at, lastHealthy.at) };
  }
  if (baseline === null || lastHealthy === null || baseline.segments === null || lastHealthy.segments === null)
    return { probePackets: null, probeBytes: null, healthyMs: null };
  const probePackets = lastHealthy.segments - baseline.segments;
  const payload = lastHealthy.payloadBytes - baseline.payloadBytes;
  return {
    probePackets,
    probeBytes: probePackets * bareSegmentBytes + payload,
    healthyMs: msBetween(baseline.at, lastHealthy.at),
  };
}
