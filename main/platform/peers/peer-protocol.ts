/** What the lab and a peer process say to each other over the process channel. */
import { z } from 'zod';
import type { PeerBehaviour } from '#model/peer-behaviour.ts';

const client = z.int().min(1).max(65535);
const behaviour = z.object({
  pongDelayMs: z.number().min(0),
  beatEveryMs: z.number().positive().nullable(),
  dataEveryMs: z.number().positive().nullable(),
  reads: z.boolean(),
}) satisfies z.ZodType<PeerBehaviour>;

/** `clients` are the local ports of the probe client's connections: the peer knows each by its remote port. */
export const Order = z.discriminatedUnion('do', [
  z.object({ do: z.literal('expect'), id: z.int(), clients: z.array(client), behaviour }),
  z.object({ do: z.literal('fin'), id: z.int(), clients: z.array(client) }),
  z.object({ do: z.literal('half-close'), id: z.int(), clients: z.array(client) }),
  z.object({ do: z.literal('rst'), id: z.int(), clients: z.array(client) }),
  z.object({ do: z.literal('cut'), id: z.int(), clients: z.array(client) }),
  z.object({ do: z.literal('restore'), id: z.int(), clients: z.array(client) }),
  z.object({ do: z.literal('slow-pong'), id: z.int(), clients: z.array(client), delayMs: z.number().min(0) }),
]);
export type Order = z.infer<typeof Order>;

/** Stamps are CLOCK_MONOTONIC, taken just before the first and just after the last system call. */
export const Report = z.discriminatedUnion('said', [
  z.object({ said: z.literal('listening'), address: z.string(), port: client }),
  z.object({ said: z.literal('not-listening'), errno: z.string() }),
  z.object({ said: z.literal('done'), id: z.int(), fromNs: z.number(), toNs: z.number() }),
  z.object({ said: z.literal('failed'), id: z.int(), reason: z.string() }),
]);
export type Report = z.infer<typeof Report>;
