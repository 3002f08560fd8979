/** How a probe server treats one connection: told what arrives and when, it answers what to send. */
import type { FrameFormat } from './wire/frame.ts';
import { plusMs } from './time.ts';
import type { Ns } from './time.ts';
import type { Frame, FrameToEncode } from './wire/frame.ts';

export interface ResponderBehaviour {
  /** Every PONG leaves this long after its PING arrived. */
  readonly pongDelayMs: number;
  /** It sends a PING of its own accord this often; null for never. */
  readonly beatEveryMs: number | null;
  /** It sends a data frame this often; null for never. */
  readonly dataEveryMs: number | null;
}

/** A server that only answers. */
export const quietly: ResponderBehaviour = { pongDelayMs: 0, beatEveryMs: null, dataEveryMs: null };

/** What it does by its own clock. */
export type ResponderTimer = 'pong' | 'beat' | 'data';

export type ResponderInput = { readonly at: Ns } & (
  | { readonly type: 'received'; readonly frame: Frame }
  | { readonly type: 'woke'; readonly timer: ResponderTimer }
  | { readonly type: 'behave'; readonly behaviour: ResponderBehaviour }
);

export type ResponderWant =
  | { readonly type: 'send'; readonly frame: FrameToEncode }
  | { readonly type: 'wake'; readonly timer: ResponderTimer; readonly at: Ns };

export interface ResponderState {
  readonly behaviour: ResponderBehaviour;
  /** PONGs that wait for their time, in the order of their PINGs. */
  readonly waiting: readonly { readonly due: Ns; readonly frame: FrameToEncode }[];
  readonly nextBeatAt: Ns | null;
  readonly nextDataAt: Ns | null;
  readonly beats: number;
  readonly format: FrameFormat;
}

export interface ResponderStep {
  readonly state: ResponderState;
  readonly wants: readonly ResponderWant[];
}

export function startResponder(at: Ns, behaviour: ResponderBehaviour): ResponderStep {
  const state: ResponderState = {
    behaviour: quietly,
    waiting: [],
    nextBeatAt: null,
    nextDataAt: null,
    beats: 0,
    format: 'classic',
  };
  return behave(state, at, behaviour);
}

export function respond(state: ResponderState, input: ResponderInput): ResponderStep {
  switch (input.type) {
    case 'received':
      return received(state, input.at, input.frame);
    case 'behave':
      return behave(state, input.at, input.behaviour);
    case 'woke':
      return woke(state, input.at, input.timer);
  }
}

function woke(state: ResponderState, at: Ns, timer: ResponderTimer): ResponderStep {
  switch (timer) {
    case 'pong':
      return release(state, at);
    case 'beat':
      return beat(state, at);
    case 'data':
      return speak(state, at);
  }
}

/** Beats and data keep to absolute due times from the moment they are asked for; an unchanged period keeps its phase. */
function behave(state: ResponderState, at: Ns, behaviour: ResponderBehaviour): ResponderStep {
  const before = state.behaviour;
  const nextBeatAt = firstAt(at, behaviour.beatEveryMs, before.beatEveryMs, state.nextBeatAt);
  const nextDataAt = firstAt(at, behaviour.dataEveryMs, before.dataEveryMs, state.nextDataAt);
  const wants: ResponderWant[] = [];
  if (nextBeatAt !== null && nextBeatAt !== state.nextBeatAt)
    wants.push({ type: 'wake', timer: 'beat', at: nextBeatAt });
  if (nextDataAt !== null && nextDataAt !== state.nextDataAt)
    wants.push({ type: 'wake', timer: 'data', at: nextDataAt });
  return { state: { ...state, behaviour, nextBeatAt, nextDataAt }, wants };
}

function firstAt(at: Ns, everyMs: number | null, beforeMs: number | null, known: Ns | null): Ns | null {
  if (everyMs === null) return null;
  return everyMs === beforeMs ? known : plusMs(at, everyMs);
}

function received(state: ResponderState, at: Ns, { kind, format, note }: Frame): ResponderStep {
  if (kind !== 'ping') return { state: { ...state, format }, wants: [] };
  const frame: FrameToEncode = { kind: 'pong', format, note };
  const due = plusMs(at, state.behaviour.pongDelayMs);
  const next = { ...state, format };
  if (due <= at && state.waiting.length === 0) return { state: next, wants: [{ type: 'send', frame }] };
  const waiting = [...state.waiting, { due, frame }];
  return {
    state: { ...next, waiting },
    wants: state.waiting.length === 0 ? [{ type: 'wake', timer: 'pong', at: due }] : [],
  };
}

/** Sends what is due, in order, and asks to be woken for the next. */
function release(state: ResponderState, at: Ns): ResponderStep {
  const due = state.waiting.filter((pong) => pong.due <= at);
  const waiting = state.waiting.slice(due.length);
  const next = waiting[0];
  return {
    state: { ...state, waiting },
    wants: [
      ...due.map(({ frame }) => ({ type: 'send' as const, frame })),
      ...(next === undefined ? [] : [{ type: 'wake' as const, timer: 'pong' as const, at: next.due }]),
    ],
  };
}

function beat(state: ResponderState, at: Ns): ResponderStep {
  const every = state.behaviour.beatEveryMs;
  if (every === null || state.nextBeatAt === null || at < state.nextBeatAt) return { state, wants: [] };
  const nextBeatAt = plusMs(state.nextBeatAt, every);
  const note = { sequence: state.beats, sentNs: at, compactOk: true };
  return {
    state: { ...state, nextBeatAt, beats: state.beats + 1 },
    wants: [
      { type: 'send', frame: { kind: 'ping', format: state.format, note } },
      { type: 'wake', timer: 'beat', at: nextBeatAt },
    ],
  };
}

function speak(state: ResponderState, at: Ns): ResponderStep {
  const every = state.behaviour.dataEveryMs;
  if (every === null || state.nextDataAt === null || at < state.nextDataAt) return { state, wants: [] };
  const nextDataAt = plusMs(state.nextDataAt, every);
  return {
    state: { ...state, nextDataAt },
    wants: [
      { type: 'send', frame: { kind: 'data1', format: state.format, note: null } },
      { type: 'wake', timer: 'data', at: nextDataAt },
    ],
  };
}
