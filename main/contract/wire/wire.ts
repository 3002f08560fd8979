/** What host and view say to each other, and all that a transport between them must be. */
import { z } from 'zod';
import { errorData } from '../data/error.ts';

/** Items that may be under way on a feed before the view has dealt with one. */
export const feedCredit = 4;
/** However much a view says it can take: what waits is in the record, not in memory. */
export const mostCredit = 64;

const id = z.int().min(1);

export const messageData = z.discriminatedUnion('t', [
  z.object({ t: z.literal('ask'), id, name: z.string().max(40), input: z.unknown() }),
  /** Cancels a call, ends a feed. */
  z.object({ t: z.literal('stop'), id }),
  /** The view has dealt with items of a feed and can take this many more. */
  z.object({ t: z.literal('more'), id, credit: z.int().min(1).max(mostCredit) }),
  z.object({ t: z.literal('ok'), id, output: z.unknown() }),
  z.object({ t: z.literal('item'), id, item: z.unknown() }),
  z.object({ t: z.literal('end'), id }),
  z.object({ t: z.literal('fail'), id, error: errorData }),
]);
export type Message = z.output<typeof messageData>;

/** Carries structured values (all of JSON, and Infinity or not) in order, or is closed. */
export interface Wire {
  post(message: Message): void;
  /** What arrives may be anything: the one listener parses it. What came before is delivered at once. */
  onMessage(handle: (message: unknown) => void): void;
  /** Called once; at once when it is closed already. */
  onClose(handle: (why: string) => void): void;
  close(why: string): void;
}
