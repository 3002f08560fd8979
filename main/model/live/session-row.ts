/** What was told of a live session, folded into the one row that a table shows of it. */
import type { Content, Input, Verdict, Want } from '../detector.ts';
import { detectorLabel } from '../detectors/index.ts';
import { isStalePong } from '../detectors/stale-pong.ts';
import type { LiveEvent, SessionEnd, SessionRow, SessionState, Struck } from './live.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';

type Told<Type extends LiveEvent['type']> = LiveEvent & { readonly type: Type };

const finals: ReadonlySet<SessionState> = new Set(['dead', 'closed', 'ended', 'failed']);

/** Nothing but the healing of its fault happens to a session in such a state. */
export const isOver = (state: SessionState): boolean => finals.has(state);

/**
 * The row after `event`. A story begins with `opened`: what comes before it leaves no row.
 * Final states stay, and no instant ever goes back.
 */
export function foldSession(row: SessionRow, event: LiveEvent): SessionRow;
export function foldSession(row: SessionRow | null, event: LiveEvent): SessionRow | null;
export function foldSession(row: SessionRow | null, event: LiveEvent): SessionRow | null {
  if (row === null) return event.type === 'opened' ? begun(event) : null;
  if (event.type === 'healed') return { ...row, struck: healed(row.struck, event) };
  return isOver(row.state) ? row : folded(row, event);
}

function folded(row: SessionRow, event: Exclude<LiveEvent, Told<'healed'>>): SessionRow {
  switch (event.type) {
    case 'opened':
      return row;
    case 'linked': {
      const { local, remote, effective } = event;
      return { ...row, local, remote, effective, heardAt: later(row.heardAt, event.at) };
    }
    case 'input':
      return input(row, event.input);
    case 'want':
      return want(row, event.want);
    case 'kernel':
      return kernel(row, event);
    case 'fault': {
      const { fault, began, prediction } = event;
      return { ...row, struck: { fault, began, ended: null, prediction } };
    }
    case 'ended':
      return ended(row, event);
    case 'beats':
      return {
        ...row,
        heartbeatsSent: row.heartbeatsSent + event.sent,
        ...(event.received > 0
          ? { heardAt: later(row.heardAt, event.at), unanswered: 0, struck: survived(row.struck, event.at) }
          : { unanswered: row.unanswered + event.sent }),
      };
  }
}

const begun = ({ session, at, plan, openedAt }: Told<'opened'>): SessionRow => ({
  session,
  plan,
  label: detectorLabel(plan.detector),
  openedAt,
  startedAt: at,
  state: 'connecting',
  local: null,
  remote: null,
  effective: null,
  tcpState: null,
  heardAt: null,
  timer: null,
  wake: null,
  rttMs: null,
  unacked: null,
  heartbeatsSent: 0,
  unanswered: 0,
  struck: null,
  verdict: null,
  verdictAt: null,
  endedAt: null,
  end: null,
  error: null,
});

function input(row: SessionRow, { type, at, ...rest }: Input): SessionRow {
  const content = 'content' in rest ? rest.content : null;
  // Its detector runs: from now on a fault can be injected.
  if (type === 'connected' && row.state === 'connecting') return { ...row, state: 'watching' };
  if (type === 'sent' && content?.kind === 'ping')
    return { ...row, heartbeatsSent: row.heartbeatsSent + 1, unanswered: row.unanswered + 1 };
  if (type !== 'received' || isStale(content, row)) return row;
  return { ...row, heardAt: later(row.heardAt, at), unanswered: 0, struck: survived(row.struck, at) };
}

/** PINGs are numbered from 0. */
const isStale = (content: Content | null, { heartbeatsSent }: SessionRow): boolean =>
  content !== null && isStalePong(content, heartbeatsSent - 1);

function want(row: SessionRow, told: Want): SessionRow {
  if (told.type === 'wake') return { ...row, wake: { timer: told.timer, dueAt: told.at } };
  if (told.type === 'forget') return row.wake?.timer === told.timer ? { ...row, wake: null } : row;
  if (told.type !== 'verdict') return row;
  const { verdict } = told;
  // A final one counts when the session ends by it.
  if (verdict.kind === 'suspect') return { ...row, state: 'suspect', verdict };
  return verdict.kind === 'alive' ? { ...row, state: 'watching', verdict } : row;
}

/** An acknowledgement is a sign of life, too: on an idle connection with keepalive there is no other. */
function kernel(row: SessionRow, { at, info, timer, readAt = at }: Told<'kernel'>): SessionRow {
  const { state, rttMs, unacked, lastAckReceivedMs } = info;
  const struck = lastAckReceivedMs === null ? row.struck : survived(row.struck, plusMs(readAt, -lastAckReceivedMs));
  return { ...row, tcpState: state, rttMs, unacked, timer, struck };
}

function ended(row: SessionRow, { at, how, verdict, verdictAt, error }: Told<'ended'>): SessionRow {
  return {
    ...row,
    state: endState(how, verdict),
    verdict,
    verdictAt: verdictAt === null ? null : later(row.startedAt, verdictAt),
    endedAt: later(later(row.startedAt, row.heardAt ?? row.startedAt), at),
    end: how,
    error,
    timer: null,
    wake: null,
  };
}

function endState(how: SessionEnd, verdict: Verdict | null): SessionState {
  switch (how) {
    case 'verdict':
      return verdict?.kind === 'closed' ? 'closed' : 'dead';
    case 'closed-by-us':
    case 'program-ended':
      return 'ended';
    case 'not-connected':
    case 'failed':
      return 'failed';
  }
}

/** Only the last fault is on the row: the end of another one says nothing about it. */
function healed(struck: Struck | null, { fault, ended: over }: Told<'healed'>): Struck | null {
  if (struck === null || struck.ended !== null || struck.fault.kind !== fault.kind) return struck;
  return { ...struck, ended: over };
}

/** Ages in TCP_INFO are whole jiffies: up to 10 ms (HZ=100). What is nearer to the healing may have come before it. */
const jiffyMs = 10;

function survived(struck: Struck | null, heardAt: Ns): Struck | null {
  if (struck === null || struck.ended === null || struck.survivedAt !== undefined) return struck;
  return heardAt > plusMs(struck.ended.to, jiffyMs) ? { ...struck, survivedAt: heardAt } : struck;
}

const later = (known: Ns | null, at: Ns): Ns => (known !== null && known > at ? known : at);
