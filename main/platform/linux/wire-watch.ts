/** The packets of a private host's interface, given to whoever watches the connection that they belong to. */
import { classify, freshFlow } from '#model/packet/classify.ts';
import type { FlowState } from '#model/packet/classify.ts';
import { decode } from '#model/packet/decode.ts';
import type { CapturedPacket } from '#model/packet/decode.ts';
import type { WirePacket } from '#model/packet/wire.ts';
import { ns } from '#model/time.ts';
import type { Capture } from './private-hosts.ts';

/** The handshake comes before anyone can ask for its connection. */
const mostWaiting = 16;

interface Flow {
  state: FlowState;
  readonly waiting: WirePacket[];
  watcher: ((packet: WirePacket) => void) | null;
}

export class WireWatch {
  /** By the port of our end. */
  readonly #flows = new Map<number, Flow>();
  #capture: Pick<Capture, 'lost'> | null = null;

  add(packet: CapturedPacket): void {
    const decoded = decode(packet);
    if (decoded.kind === 'other') return;
    const isOutgoing = packet.isOutgoing;
    const told = { at: ns(packet.atNs), isOutgoing, bytes: packet.length };
    if (decoded.kind === 'icmp-error') {
      this.#tell(this.#flow(decoded.about.fromPort), { ...told, role: 'icmp-error' });
      return;
    }
    const flow = this.#flow(isOutgoing ? decoded.fromPort : decoded.toPort);
    const { role, flow: state } = classify(flow.state, decoded, isOutgoing);
    flow.state = state;
    this.#tell(flow, { ...told, role });
  }

  /** Packets of the network that found no room so far, whosoever they were. */
  get lost(): number {
    return this.#capture?.lost ?? 0;
  }

  of(capture: Pick<Capture, 'lost'>): void {
    this.#capture = capture;
  }

  /** From its SYN on, as long as it was asked for soon after it. */
  watch(port: number, watcher: (packet: WirePacket) => void): void {
    const flow = this.#flow(port);
    flow.watcher = watcher;
    for (const packet of flow.waiting.splice(0)) watcher(packet);
  }

  #flow(port: number): Flow {
    const known = this.#flows.get(port);
    if (known !== undefined) return known;
    const fresh: Flow = { state: freshFlow, waiting: [], watcher: null };
    this.#flows.set(port, fresh);
    return fresh;
  }

  #tell(flow: Flow, packet: WirePacket): void {
    if (flow.watcher !== null) flow.watcher(packet);
    else if (flow.waiting.length < mostWaiting) flow.waiting.push(packet);
  }
}
