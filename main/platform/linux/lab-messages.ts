/** What halfopen-lab (native/lab.c) answers, line by line. */
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
