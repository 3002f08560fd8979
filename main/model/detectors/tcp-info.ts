/** Polls TCP_INFO and believes only its numbers: an application that watches a connection without reading it. */
import type { Detector, Step, Table, Verdict } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { period } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings, Variants } from '../settings/setting.ts';
import type { TcpInfo } from '../tcp-info.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { writingGapMs } from '../traffic.ts';
import { detector, readerTraits } from './part.ts';
import { final, isFinal, pronounce } from './reading.ts';
import { nextDue } from './schedule.ts';

/** Fine beside detection times of seconds, and cheap: under a microsecond for each reading. */
export const every = duration(period, 'Time between polls of TCP_INFO', { default: 200 });

export const silence = duration(period, 'How long acknowledgements may be missing');

const naive = { every } as const satisfies Settings;
const sound = { every, silence } as const satisfies Settings;

const settings = {
  by: 'rule',
  says: 'What of TCP_INFO is believed',
  of: {
    state: { says: 'The naive rule: only the state field is believed', settings: naive },
    unacked: { says: 'The sound rule: something outstanding and no acknowledgement', settings: sound },
  },
} as const satisfies Variants;

/**
 * `state` is the naive rule (only the state field); `unacked` is the sound one: something outstanding
 * (`unacked || notsent || probes`) and no acknowledgement for `silenceMs`, not in a zero window.
 */
export type TcpInfoSettings =
  | (Kind<'tcp-info', typeof naive> & { readonly rule: 'state' })
  | (Kind<'tcp-info', typeof sound> & { readonly rule: 'unacked' });

export const tcpInfo = detector<TcpInfoSettings>({
  kind: 'tcp-info',
  says: 'Polls TCP_INFO and believes it alone',
  settings,
  example: { kind: 'tcp-info', rule: 'unacked', everyMs: 200, silenceMs: 3000 },
  replay: 'asks-kernel',
  ownRule: 'kernel',
  label: (asked) =>
    asked.rule === 'state'
      ? `tcp-info state ${shortDuration(asked.everyMs)}`
      : `tcp-info unacked ${shortDuration(asked.silenceMs)}`,
  machine: machineOf,
  traits(asked) {
    const silenceMs = asked.rule === 'unacked' ? asked.silenceMs : null;
    return {
      ...readerTraits,
      believes: 'polling',
      polls: { everyMs: asked.everyMs, silenceMs },
      budgetMs: silenceMs === null ? null : silenceMs + asked.everyMs,
      cycleMs: Math.max(asked.everyMs, writingGapMs),
    };
  },
});

export const tcpInfoTable = {
  trusted: { due: 'trusted', 'peer closed': 'closed', 'state gone': 'dead', 'no acknowledgement': 'dead' },
  ...final,
} as const satisfies Table;

export interface TcpInfoState {
  readonly phase: string;
  readonly dueAt: Ns;
}

/** What the state field alone says (RFC 9293 3.3.2): CLOSE-WAIT means that the peer's FIN is in. */
export function stateVerdict({ state }: TcpInfo): Verdict | null {
  if (state === 'ESTABLISHED') return null;
  if (state === 'CLOSE-WAIT') return { kind: 'closed', reason: 'eof', errno: null };
  return { kind: 'dead', reason: `state ${state}`, errno: null };
}

/**
 * The sound rule: something waits for the peer's kernel and it has acknowledged nothing for `silenceMs`.
 * `unacked` alone would miss data that never left this host, or keepalive probes. In a zero window the gaps between
 * acknowledgements grow on a healthy connection, so there it says nothing.
 */
export function silenceVerdict(info: TcpInfo, silenceMs: number): Verdict | null {
  const outstanding = info.unacked > 0 || (info.notsentBytes ?? 0) > 0 || (info.probes ?? 0) > 0;
  if (!outstanding || info.sendWindowBytes === 0) return null;
  if (info.lastAckReceivedMs === null || info.lastAckReceivedMs < silenceMs) return null;
  return { kind: 'dead', reason: `no acknowledgement for ${info.lastAckReceivedMs} ms`, errno: null };
}

function machineOf(asked: TcpInfoSettings): Detector<TcpInfoState> {
  const { everyMs } = asked;
  const judged = (info: TcpInfo): Verdict | null =>
    stateVerdict(info) ?? (asked.rule === 'unacked' ? silenceVerdict(info, asked.silenceMs) : null);
  return {
    kind: 'tcp-info',
    table: tcpInfoTable,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    start(at) {
      const dueAt = plusMs(at, everyMs);
      return { state: { phase: 'trusted', dueAt }, wants: [{ type: 'wake', timer: 'poll', at: dueAt }] };
    },
    on(state, input): Step<TcpInfoState> {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'woke') {
        const dueAt = nextDue(state.dueAt, everyMs, input.at);
        const phase = follow(tcpInfoTable, 'trusted', 'due');
        return { state: { phase, dueAt }, wants: [{ type: 'wake', timer: 'poll', at: dueAt }, { type: 'inspect' }] };
      }
      const verdict = input.type === 'info' ? judged(input.info) : null;
      if (verdict === null) return { state, wants: [] };
      return {
        state: { ...state, phase: follow(tcpInfoTable, 'trusted', edgeOf(verdict)) },
        wants: [pronounce(verdict)],
      };
    },
  };
}

/** The edge that a verdict of these rules takes. */
export function edgeOf(verdict: Verdict): 'peer closed' | 'state gone' | 'no acknowledgement' {
  if (verdict.kind === 'closed') return 'peer closed';
  return verdict.reason.startsWith('state') ? 'state gone' : 'no acknowledgement';
}
