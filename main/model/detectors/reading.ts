/** What every application that reads its connection learns, whatever else it does. */
import type { Detector, Input, Step, Table, Verdict, Want } from '../detector.ts';
import { follow } from '../detector.ts';
import type { SocketOptions } from '../options.ts';

/** Final phases; a machine in one of them wants nothing any more. */
export const final = { dead: {}, closed: {} } as const;

/** The edges that reading adds to every phase that is not final. */
export const readEdges = { eof: 'closed', error: 'dead' } as const;

/** The verdict that the read side gives by itself; null when the input says nothing final. */
export function readVerdict(input: Input): Verdict | null {
  if (input.type === 'eof' && input.channel === 'main') return { kind: 'closed', reason: 'eof', errno: null };
  if (input.type === 'failed') return { kind: 'dead', reason: `${input.syscall} failed`, errno: input.errno };
  return null;
}

export const pronounce = (verdict: Verdict): Want => ({ type: 'verdict', verdict });

/** The step that a final verdict leads to, or null when there is none. */
export function readStep<S extends { readonly phase: string }>(table: Table, state: S, input: Input): Step<S> | null {
  const verdict = readVerdict(input);
  if (verdict === null) return null;
  const phase = follow(table, state.phase, verdict.kind === 'closed' ? 'eof' : 'error');
  return { state: { ...state, phase }, wants: [pronounce(verdict)] };
}

export const isFinal = (phase: string): boolean => phase in final;

export interface ReaderState {
  readonly phase: string;
}

export const readerTable = { trusted: readEdges, ...final } as const satisfies Table;

/** A detector that only reads, and leaves the rest to the kernel's `options`. */
export function reader(kind: string, options: SocketOptions): Detector<ReaderState> {
  return {
    kind,
    table: readerTable,
    options,
    dedicated: false,
    peerBeatMs: null,
    start: () => ({ state: { phase: 'trusted' }, wants: [] }),
    on: (state, input) => (isFinal(state.phase) ? null : readStep(readerTable, state, input)) ?? { state, wants: [] },
  };
}
