/** What halfopen-lab (native/lab/main.c) answers, line by line. */
import { z } from 'zod';

/** `result` is 0, the exit status of a program, or a negative errno; stamps are CLOCK_MONOTONIC. */
export const LabAnswer = z.object({
  id: z.int(),
  fromNs: z.number(),
  toNs: z.number(),
  result: z.int(),
  /** Of answer 0, the beginning: where sockets are fetched, or what failed. */
  door: z.exactOptional(z.string().min(1)),
  step: z.exactOptional(z.string()),
  /** What fetches the socket that was asked for. */
  ticket: z.exactOptional(z.string().length(16)),
  /** What a program printed, the beginning of it. */
  said: z.exactOptional(z.string()),
});
export type LabAnswer = z.infer<typeof LabAnswer>;

/** A packet of the host that is captured; `packet` is the beginning of it in hex. */
export const LabPacket = z.object({
  packet: z.string().regex(/^([0-9a-f]{2})*$/),
  atNs: z.number(),
  realNs: z.string().regex(/^\d+$/),
  length: z.int().min(0),
  out: z.boolean(),
});

/** Packets that found no room; with a negative errno the capture is over. */
export const LabLoss = z.object({ lost: z.int().min(0), error: z.int() });

export const LabLine = z.union([LabAnswer, LabPacket, LabLoss]);
export type LabLine = z.infer<typeof LabLine>;
