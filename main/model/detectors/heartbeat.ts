/**
 * PING when nothing fresh was heard for `idleMs`, again every `intervalMs`; dead when `tries` went unanswered.
 * Silence is measured on what is received: the application's own writes never put a PING off.
 */
import type { Channel, Detector, Input, Step, Table, Want } from '../detector.ts';
import { follow } from '../detector.ts';
import type { HeartbeatSettings } from '../settings.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';

export const heartbeatTable = {
  trusted: { heard: 'trusted', silence: 'asking', ...readEdges },
  asking: { heard: 'trusted', stale: 'asking', unanswered: 'suspect', exhausted: 'dead', ...readEdges },
  suspect: { heard: 'trusted', stale: 'suspect', unanswered: 'suspect', exhausted: 'dead', ...readEdges },
  ...final,
} as const satisfies Table;

export interface HeartbeatState {
  readonly phase: string;
  readonly heardAt: Ns;
  /** PINGs sent since something was heard. */
  readonly asked: number;
  /** Of the last PING; -1 before the first. */
  readonly sequence: number;
  /** PONGs that answered an older PING than the last: the peer is slow, or it was. */
  readonly stale: number;
}

type Received = Input & { readonly type: 'received' };

export function heartbeat(settings: HeartbeatSettings): Detector<HeartbeatState> {
  const { kind, idleMs, intervalMs, tries, from } = settings;
  const channel: Channel = kind === 'dedicated-heartbeat' ? 'heartbeat' : 'main';

  const heard = (state: HeartbeatState, at: Ns): Step<HeartbeatState> => ({
    state: { ...state, phase: follow(heartbeatTable, state.phase, 'heard'), heardAt: at, asked: 0 },
    wants: [
      { type: 'wake', timer: 'beat', at: plusMs(at, idleMs) },
      ...(state.phase === 'suspect' ? [pronounce({ kind: 'alive', reason: 'heard again' })] : []),
    ],
  });

  const received = (state: HeartbeatState, { at, content }: Received): Step<HeartbeatState> => {
    const stale = content.kind === 'pong' && content.sequence !== null && content.sequence < state.sequence;
    if (!stale) return heard(state, at);
    const phase = state.phase === 'trusted' ? state.phase : follow(heartbeatTable, state.phase, 'stale');
    return { state: { ...state, phase, stale: state.stale + 1 }, wants: [] };
  };

  /** Due times follow from when the peer was last heard, so a late timer delays nothing after it. */
  const woke = (state: HeartbeatState): Step<HeartbeatState> => {
    if (state.asked === tries) {
      const phase = follow(heartbeatTable, state.phase, 'exhausted');
      const reason = `${tries} heartbeats unanswered`;
      return { state: { ...state, phase }, wants: [pronounce({ kind: 'dead', reason, errno: null })] };
    }
    const phase = follow(heartbeatTable, state.phase, state.phase === 'trusted' ? 'silence' : 'unanswered');
    const asked = state.asked + 1;
    const sequence = state.sequence + 1;
    const wants: Want[] = [
      { type: 'wake', timer: 'beat', at: plusMs(state.heardAt, idleMs + asked * intervalMs) },
      ...(from === 'server' ? [] : [{ type: 'ping', channel, sequence } satisfies Want]),
      ...(phase === 'suspect' && state.phase !== 'suspect'
        ? [pronounce({ kind: 'suspect', reason: 'a heartbeat is unanswered' })]
        : []),
    ];
    return { state: { ...state, phase, asked, sequence }, wants };
  };

  return {
    kind,
    table: heartbeatTable,
    options: {},
    dedicated: channel === 'heartbeat',
    peerBeatMs: from === 'client' ? null : idleMs,
    start: (at) => ({ state: { phase: 'trusted', heardAt: at, asked: 0, sequence: -1, stale: 0 }, wants: [] }),
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') return heard(state, input.at);
      if (input.type === 'received' && input.channel === channel) return received(state, input);
      if (input.type === 'woke' && input.timer === 'beat') return woke(state);
      return readStep(heartbeatTable, state, input) ?? { state, wants: [] };
    },
  };
}
