/**
 * What a fault says about itself, in one record: its settings, where it strikes, the steps it is made of, what it looks like
 * from our end, and how it ends. Injectors, conduct, judging, predicting, capabilities, words and builder read the record.
 */
import type { Settings } from '../settings/setting.ts';
import type { Action, NetworkAction } from './action.ts';
import type { Direction } from './direction.ts';

/** What it looks like from our end; predictions know these and no kinds. */
export type Effect =
  | { readonly is: 'nothing' }
  /** The peer's kernel says at once that the peer is gone. `exit`: FIN, or RST when unread data is queued. */
  | { readonly is: 'announced'; readonly by: 'fin' | 'half-close' | 'rst' | 'exit' }
  /** The process stands still; its kernel goes on acknowledging. */
  | { readonly is: 'stopped' }
  /** Packets vanish this way: forever, or for a while. */
  | { readonly is: 'cut'; readonly way: Direction; readonly forMs: number | null }
  /** Packets vanish, and once the host is reached again it knows nothing of the connection. */
  | { readonly is: 'amnesia'; readonly afterMs: number }
  /** The peer lives, and answers PING so much later. */
  | { readonly is: 'slow'; readonly delayMs: number }
  /** Each packet is lost by chance. */
  | { readonly is: 'chance'; readonly percent: number; readonly way: Direction }
  /** The flow is forgotten after so long without a packet. */
  | { readonly is: 'flow-timeout'; readonly afterMs: number; readonly reply: 'drop' | 'rst' };

export interface FaultTraits {
  readonly effect: Effect;
  /** The peer lives and the path heals: the right answer is silence. */
  readonly isTransient: boolean;
  /** When a FIN or RST tells of it: at once, in answer to the next packet, or never. */
  readonly speaks: 'at-once' | 'when-asked' | 'never';
  /** How long after t0 the path (not always the peer's memory) comes back by itself; null for never. */
  readonly healsAfterMs: number | null;
  /** Nothing is to be seen of it, or of its end, before so long; null when all is to be seen at once. */
  readonly showsAfter: { readonly setting: string; readonly ms: number } | null;
  /** `noted`: an ICMP error becomes the errno of a later verdict. `unsent`: data never leaves this host. */
  readonly errors: 'none' | 'noted' | 'unsent';
}

export interface FaultPart<F extends { readonly kind: string }> {
  readonly kind: F['kind'];
  /** One sentence: what happens. */
  readonly says: string;
  readonly settings: Settings;
  /** What people would try first. */
  readonly example: F;
  /** As which it is offered to live sessions; the example if left out. */
  readonly offers?: readonly F[];
  /** What it takes with it: the connections that are struck, the whole process of the peer, or a network of its own. */
  readonly strikes: 'connection' | 'process' | 'network';
  /** The setting that stands after the colon: `outage:2s`. */
  readonly shorthand?: string;
  /** Short and stable: columns of tables. */
  label(fault: F): string;
  traits(fault: F): FaultTraits;
  /** What must be there before the first connection. */
  prepare?(fault: F): readonly NetworkAction[];
  strike(fault: F): readonly Action[];
  /** Absent where nothing brings it back. */
  heal?(fault: F): readonly Action[];
}

/** Checks the record against the type of its settings, and nothing else. */
export const fault = <F extends { readonly kind: string }>(part: FaultPart<F>): FaultPart<F> => part;

/** A lasting fault that nobody announces and nothing ends. */
export const lasting: Omit<FaultTraits, 'effect'> = {
  isTransient: false,
  speaks: 'never',
  healsAfterMs: null,
  showsAfter: null,
  errors: 'none',
};
