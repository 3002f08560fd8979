/** The packets of one trial, where its network is captured. */
import type { Link, Peer } from './ports.ts';
import { wireCost, wireFacts } from '#model/packet/wire.ts';
import type { WireFacts, WirePacket } from '#model/packet/wire.ts';
import type { Instant, Ns } from '#model/time.ts';

/** Nobody reads more packets of one trial; the rest only count for its facts and its cost. */
const mostTold = 400;

export class WireLog {
  readonly #packets: WirePacket[] = [];
  readonly #peer: Peer;

  /** @param tell gets the first packets, one by one */
  constructor(peer: Peer, links: readonly Link[], tell: (packet: WirePacket) => void) {
    this.#peer = peer;
    for (const { local } of links)
      peer.onPacket?.(local, (packet) => {
        this.#packets.push(packet);
        if (this.#packets.length <= mostTold) tell(packet);
      });
  }

  facts = (began: Instant | null): WireFacts => ({
    ...wireFacts(this.#packets, began),
    lost: this.#peer.lostPackets?.() ?? 0,
  });

  cost = (from: Ns, to: Ns): { readonly packets: number; readonly bytes: number } => wireCost(this.#packets, from, to);
}
