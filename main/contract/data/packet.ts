/** Captured packets, as they are stored and sent. */
import { z } from 'zod';
import { countData as count } from './numbers.ts';
import type { WireFacts, WirePacket } from '#model/packet/wire.ts';
import type { Ns } from '#model/time.ts';

export const wirePacketData = z.object({
  at: z.number().transform((at) => at as Ns),
  isOutgoing: z.boolean(),
  role: z.enum([
    'handshake',
    'data',
    'retransmission',
    'keepalive-probe',
    'keepalive-answer',
    'acknowledgement',
    'urgent',
    'fin',
    'reset',
    'icmp-error',
  ]),
  bytes: count,
}) satisfies z.ZodType<WirePacket>;

export const wireData = z.object({
  packets: count,
  probes: count.meta({ description: 'Keepalive and zero-window probes that left' }),
  answers: count,
  retransmissions: count,
  icmpErrors: count,
  lost: count.meta({ description: 'Packets of the whole network that found no room in the capture' }),
  decidedMs: z
    .number()
    .nullable()
    .meta({ description: 'Fault to the RST or FIN that shows that our kernel knew; null without one' }),
}) satisfies z.ZodType<WireFacts>;
