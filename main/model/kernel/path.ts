/** The network of one connection: what happens to segments between its two ends. */
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import type { Segment } from './segment.ts';
import { resetFor } from './tcp-socket.ts';
import type { SimulatedSocket } from './tcp-socket.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Way = 'to-peer' | 'from-peer';

/** What a box between does with every packet, instead of forwarding it. */
export type Refusal =
  | { readonly by: 'rst' }
  | { readonly by: 'icmp'; readonly errno: string; readonly isForHost: boolean; readonly isLimited: boolean };

export interface Firewall {
  readonly afterMs: number;
  readonly reply: 'drop' | 'rst';
}

/** One way through the network. */
interface Lane {
  /** `unplugged`: packets cannot even leave. */
  state: 'open' | 'cut' | 'unplugged';
  /** 0 to 1. */
  lossShare: number;
}

export interface PathParts {
  readonly time: VirtualTime;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
  readonly oneWayMs: number;
}

/** net.ipv4.icmp_ratelimit, and how many may come at once (XRLIM_BURST_FACTOR, net/ipv4/route.c). */
const icmpGapMs = 1000;
const icmpBurst = 6;

export class Path {
  readonly lanes: Readonly<Record<Way, Lane>> = {
    'to-peer': { state: 'open', lossShare: 0 },
    'from-peer': { state: 'open', lossShare: 0 },
  };
  refusal: Refusal | null = null;
  readonly #parts: PathParts;
  readonly #ends: Partial<Record<Way, SimulatedSocket>> = {};
  #firewall: (Firewall & { lastAt: Ns; hasForgotten: boolean }) | null = null;
  #icmp = { tokens: icmpBurst, at: 0 };

  constructor(parts: PathParts) {
    this.#parts = parts;
  }

  /** Whom segments reach that go this way. */
  connect(way: Way, end: SimulatedSocket): void {
    this.#ends[way] = end;
  }

  /** From now on the flow has this long without a packet until it is forgotten. */
  protect(firewall: Firewall): void {
    this.#firewall = { ...firewall, lastAt: this.#parts.time.now, hasForgotten: false };
  }

  /** False when the segment cannot leave its host. */
  send(way: Way, segment: Segment): boolean {
    const lane = this.lanes[way];
    if (lane.state === 'unplugged') return false;
    if (this.#isRefused(way, segment)) return true;
    if (lane.lossShare > 0 && this.#parts.chance() < lane.lossShare) return true;
    this.#after(this.#parts.oneWayMs, () => {
      // What was under way when the line was cut is lost too.
      if (lane.state === 'open') this.#ends[way]?.receive(segment);
    });
    return true;
  }

  #isRefused(way: Way, segment: Segment): boolean {
    const refusal = this.#forgets() ?? this.refusal;
    if (refusal === null) return false;
    const sender = this.#ends[way === 'to-peer' ? 'from-peer' : 'to-peer'];
    if (refusal === 'silent' || segment.rst) return true;
    if (refusal.by === 'icmp') {
      const isSent = !refusal.isLimited || this.#takeIcmp();
      const { errno, isForHost } = refusal;
      if (isSent) this.#after(this.#parts.oneWayMs, () => sender?.unreachable(errno, isForHost));
      return true;
    }
    this.#after(this.#parts.oneWayMs, () => sender?.receive(resetFor(segment, segment.stamp)));
    return true;
  }

  /** nf_conntrack with tcp_loose = 0: a packet of a forgotten flow belongs to no connection. */
  #forgets(): Refusal | 'silent' | null {
    const firewall = this.#firewall;
    if (firewall === null) return null;
    const { now } = this.#parts.time;
    firewall.hasForgotten ||= now >= plusMs(firewall.lastAt, firewall.afterMs);
    firewall.lastAt = now;
    if (!firewall.hasForgotten) return null;
    return firewall.reply === 'rst' ? { by: 'rst' } : 'silent';
  }

  #takeIcmp(): boolean {
    const nowMs = this.#parts.time.now / 1e6;
    const tokens = Math.min(icmpBurst, this.#icmp.tokens + (nowMs - this.#icmp.at) / icmpGapMs);
    this.#icmp = { tokens: tokens >= 1 ? tokens - 1 : tokens, at: nowMs };
    return tokens >= 1;
  }

  #after(ms: number, run: () => void): void {
    this.#parts.time.at(plusMs(this.#parts.time.now, ms), run);
  }
}
