/** A live session as the engine tells it, without a socket. */
import type { LiveEvent, SessionId, SessionPlan } from '#model/live/live.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { nsOfMs } from '#model/time.ts';

type Unstamped<E> = E extends unknown ? Omit<E, 'session' | 'at'> : never;

export const told = (atMs: number, event: Unstamped<LiveEvent>, session: SessionId = 1): LiveEvent => ({
  session,
  at: nsOfMs(atMs),
  ...event,
});

export const plan: SessionPlan = {
  to: { address: '127.0.0.1', port: 43_211 },
  server: 1,
  detector: { kind: 'heartbeat', idleMs: 1000, intervalMs: 1000, tries: 3, from: 'client', frame: 'classic' },
  options: {},
  traffic: 'idle',
};

export const info: TcpInfo = {
  state: 'ESTABLISHED',
  rtoMs: 204,
  rttMs: 0.05,
  unacked: 0,
  notsentBytes: 0,
  probes: 0,
  backoff: 0,
  retransmits: 0,
  lastDataSentMs: 100,
  lastDataReceivedMs: 100,
  lastAckReceivedMs: 100,
  sendWindowBytes: 65_536,
  segmentsOut: 3,
  segmentsIn: 3,
};

const effective = {
  keepalive: { asked: undefined, got: undefined, via: 'SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT' },
  userTimeoutMs: { asked: undefined, got: undefined, via: 'TCP_USER_TIMEOUT' },
};

const prediction = {
  kind: 'interval',
  verdict: 'dead',
  errno: null,
  fromMs: 3000,
  toMs: 3040,
  rule: 'heartbeat',
  formula: 'idle - age + tries*interval',
  source: 'main/model/detectors/heartbeat.ts',
} as const;

const dead = { kind: 'dead', reason: '3 heartbeats unanswered', errno: null } as const;

export const story: readonly LiveEvent[] = [
  told(0, { type: 'opened', plan, openedAt: '2026-11-21T01:00:00.000Z' }),
  told(10, {
    type: 'linked',
    local: { address: '127.0.0.1', port: 50_000 },
    remote: plan.to,
    effective,
  }),
  told(11, { type: 'input', input: { type: 'connected', at: nsOfMs(11) } }),
  told(1010, {
    type: 'input',
    input: { type: 'sent', at: nsOfMs(1010), channel: 'main', bytes: 1028, content: { kind: 'ping', sequence: 0 } },
  }),
  told(1011, {
    type: 'input',
    input: { type: 'received', at: nsOfMs(1011), channel: 'main', bytes: 1028, content: { kind: 'pong', sequence: 0 } },
  }),
  told(1200, { type: 'kernel', info, timer: { kind: 'keepalive', dueAt: nsOfMs(2011), retransmits: 0 } }),
  told(1300, {
    type: 'fault',
    fault: { kind: 'freeze' },
    began: { from: nsOfMs(1300), to: nsOfMs(1300.1) },
    prediction,
  }),
  told(3011, {
    type: 'want',
    want: { type: 'verdict', verdict: { kind: 'suspect', reason: 'a heartbeat is unanswered' } },
  }),
  told(5011, { type: 'want', want: { type: 'verdict', verdict: dead } }),
  told(5012, { type: 'ended', how: 'verdict', verdict: dead, verdictAt: nsOfMs(5011), error: null }),
];
