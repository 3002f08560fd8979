/** What the main process and the host process say to each other beside the ports of views. Parsed at both ends. */
import { z } from 'zod';
import { errorData } from '#contract/data/error.ts';

const id = z.int().min(1);
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);

/** From the host process. */
export const fromHost = z.discriminatedUnion('say', [
  z.object({ say: z.literal('ready') }),
  /** It cannot be a host: the history is locked, damaged, or from the future. */
  z.object({ say: z.literal('failed'), error: errorData }),
  z.object({ say: z.literal('log'), line: z.string() }),
  z.object({
    say: z.literal('look'),
    language: z.enum(['system', 'en', 'zh']),
    theme: z.enum(['system', 'light', 'dark']),
  }),
  z.object({ say: z.literal('opened'), ids: z.array(z.string().max(64)) }),
  z.object({ say: z.literal('not-opened'), error: errorData }),
  z.object({ say: z.literal('print'), id, html: z.string().max(256 << 20) }),
  z.object({ say: z.literal('reveal'), id, folder: z.string().min(1).max(4096) }),
  /** A probe peer, known by this id from now on. */
  z.object({ say: z.literal('peer-start'), id, args: z.array(z.string().max(100)).max(8) }),
  /** The order itself is parsed by the peer (main/platform/peers/peer-protocol.ts). */
  z.object({ say: z.literal('peer-order'), id, order: z.unknown() }),
  z.object({ say: z.literal('peer-signal'), id, signal: z.enum(['SIGKILL', 'SIGSTOP', 'SIGCONT']) }),
]);
export type FromHost = z.output<typeof fromHost>;

/** To the host process. `view` comes with a port. */
export const toHost = z.discriminatedUnion('say', [
  z.object({ say: z.literal('view') }),
  z.object({ say: z.literal('close') }),
  /** A file of experiments, to be taken into the history. */
  z.object({ say: z.literal('open'), path: z.string().min(1).max(4096) }),
  z.object({ say: z.literal('printed'), id, pdf: bytes }),
  z.object({ say: z.literal('revealed'), id }),
  z.object({ say: z.literal('refused'), id, why: z.string() }),
  z.object({ say: z.literal('peer-started'), id, pid: z.int().min(1) }),
  /** The report itself is parsed by the lab. */
  z.object({ say: z.literal('peer-report'), id, report: z.unknown() }),
  z.object({ say: z.literal('peer-exit'), id, how: z.string() }),
]);
export type ToHost = z.output<typeof toHost>;
