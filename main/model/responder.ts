/** How a probe server treats one connection: told what arrives and when, it answers what to send. */
import type { FrameFormat } from './settings.ts';
import { plusMs } from './time.ts';
import type { Ns } from './time.ts';
import type { Frame, FrameToEncode } from './wire/frame.ts';

export interface ResponderBehaviour {
  /** Every PONG leaves this long after its PING arrived. */
  readonly pongDelayMs: number;
  /** It sends a PING of its own accord this often; null for never. */
  readonly beatEveryMs: number | null;
}

export type ResponderInput = { readonly at: Ns } & (
  | { readonly type: 'received'; readonly frame: Frame }
  | { readonly type: 'woke'; readonly timer: 'pong' | 'beat' }
  | { readonly type: 'behave'; readonly behaviour: ResponderBehaviour }
);

export type ResponderWant =
  | { readonly type: 'send'; readonly frame: FrameToEncode }
  | { readonly type: 'wake'; readonly timer: 'pong' | 'beat'; readonly at: Ns };

export interface ResponderState {
  readonly behaviour: ResponderBehaviour;
  /** PONGs that wait for their time, in the order of their PINGs. */
  readonly waiting: readonly { readonly due: Ns; readonly frame: FrameToEncode }[];
  readonly nextBeatAt: Ns | null;
  readonly beats: number;
  readonly format: FrameFormat;
}

export interface ResponderStep {
  readonly state: ResponderState;
  readonly wants: readonly ResponderWant[];
}

export function startResponder(at: Ns, behaviour: ResponderBehaviour): ResponderStep {
  const quiet: ResponderBehaviour = { pongDelayMs: 0, beatEveryMs: null };
  const state: ResponderState = { behaviour: quiet, waiting: [], nextBeatAt: null, beats: 0, format: 'classic' };
  return behave(state, at, behaviour);
}

export function respond(state: ResponderState, input: ResponderInput): ResponderStep {
  switch (input.type) {
    case 'received':
      return received(state, input.at, input.frame);
    case 'behave':
      return behave(state, input.at, input.behaviour);
    case 'woke':
      return input.timer === 'pong' ? release(state, input.at) : beat(state, input.at);
  }
}

/** Beats keep to absolute due times from the moment they are asked for; an unchanged period keeps its phase. */
function behave(state: ResponderState, at: Ns, behaviour: ResponderBehaviour): ResponderStep {
  const every = behaviour.beatEveryMs;
  if (every === null) return { state: { ...state, behaviour, nextBeatAt: null }, wants: [] };
  if (every === state.behaviour.beatEveryMs) return { state: { ...state, behaviour }, wants: [] };
  const nextBeatAt = plusMs(at, every);
  return { state: { ...state, behaviour, nextBeatAt }, wants: [{ type: 'wake', timer: 'beat', at: nextBeatAt }] };
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
