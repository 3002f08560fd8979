/** Every rule of kernels and paths by its stable id: the formula in one line, and where it comes from. Detectors have theirs. */
import type { Prediction, Reasoning } from '../prediction.ts';
import type { RangeMs } from '../time.ts';

const tcpTimer = 'net/ipv4/tcp_timer.c';
const own = 'main/model/detectors';

const rules = {
  // The peer says so.
  'peer-closed': ['0', 'RFC 9293 3.6: FIN ends the stream; recv() returns 0'],
  'peer-reset': ['0', 'RFC 9293 3.5.2: RST aborts; recv() returns ECONNRESET'],
  'peer-killed': ['process exit', 'kernel/exit.c closes every descriptor: FIN, or RST when unread data is queued'],
  'seen-by-poll': ['next poll', `${own}/tcp-info.ts; RFC 9293 3.3.2: FIN leads to CLOSE-WAIT, RST to CLOSED`],
  'second-write-fails': [
    'first write (answered by RST) + next write',
    'RFC 9293 3.10.7.1; write to CLOSE-WAIT after RST: EPIPE',
  ],
  'half-close-writable': ['never', 'RFC 9293 3.6: after its FIN the peer still receives'],
  // The kernel finds out.
  'keepalive-idle': ['idle - age + count*interval', `${tcpTimer}, tcp_keepalive_timer`],
  'keepalive-user-timeout': [
    'idle - age + k*interval, smallest k >= 1 with idle + k*interval >= UT; count is ignored',
    `${tcpTimer}, tcp_keepalive_timer (icsk_user_timeout branch)`,
  ],
  'user-timeout-data': [
    'next write + TLP + RTO + UT',
    `${tcpTimer}, retransmits_timed_out, tcp_clamp_rto_to_user_timeout`,
  ],
  retries2: ['next write + TLP + RTO + first expiry >= tcp_model_timeout(retries2)', `${tcpTimer}, tcp_model_timeout`],
  'user-timeout-window': [
    'RTO + UT - time since the window closed',
    `${tcpTimer}, tcp_probe_timer (icsk_probes_tstamp): answered window probes do not reset it`,
  ],
  'window-probes': [
    'retries2 unanswered window probes, RTO doubling from where it was',
    `${tcpTimer}, tcp_probe_timer; tcp_probe0_when (include/net/tcp.h)`,
  ],
  'window-probes-answered': ['never', `${tcpTimer}, tcp_probe_timer; tcp_ack clears icsk_probes_out`],
  'keepalive-suspended': ['never', `${tcpTimer}, tcp_keepalive_timer: not while data is queued or in flight`],
  'unread-data-reset': ['0', 'RFC 2525 2.17: a close with unread data in the receive buffer sends RST'],
  'nothing-outstanding': ['never', 'no timer runs without unacknowledged data: RFC 9293 3.8.3, 3.8.4'],
  'kernel-acknowledges': ['never', 'a stopped process keeps its sockets; its kernel goes on acknowledging'],
  'frozen-reader': [
    'receive buffer full + UT',
    `${tcpTimer}, tcp_probe_timer: a frozen process reads nothing; its kernel acknowledges until the buffer is full`,
  ],
  // The application finds out.
  'ping-starved': ['never', `${own}/heartbeat.ts: each write of our own puts the next PING off (activity: traffic)`],
  'beats-stall': [
    'every - age + every + slack',
    'the first unacknowledged beat still arrives; in loss state the peer may send no other (tcp_enter_loss: cwnd 1)',
  ],
  'silent-acknowledgement': [
    'first poll with something outstanding and no ACK for the silence',
    `${own}/tcp-info.ts, silenceVerdict`,
  ],
  played: [
    'hull of all endings of its machine: every timer on time, and as late as it may be',
    'main/model/predict/played: the machine runs on the simulated kernel; for detectors without a closed form',
  ],
  // Transient faults.
  'nothing-happens': ['never', 'the control: nothing is broken'],
  'data-counts': ['gap of data < idle + tries*interval', `${own}/heartbeat.ts: any data of the peer is a sign of life`],
  'answered-before': [
    'first transmission after the path heals < the detector gives up',
    `${tcpTimer}; no verdict is right`,
  ],
  'gives-up-before': [
    'the detector gives up < first transmission after the path heals',
    `${tcpTimer}; the verdict is a mistake`,
  ],
  'urgent-byte-surfaces': [
    'first transmission after the path heals, when a second urgent byte is due before',
    'tcp(7): a newer urgent byte turns the older one into normal data; the frame stream is garbled and the peer resets',
  ],
  'phase-decides': [
    'both within reach',
    'the phase of the fault in the probe cycle decides; each trial has its own prediction',
  ],
  'reset-on-return': [
    'first transmission after the return',
    'RFC 9293 3.5.2: a segment for an unknown connection is answered by RST',
  ],
  'no-transmission': ['never', 'nothing is sent after the return, so nothing can be answered by RST'],
  'fresh-pong': ['delay < interval', `${own}/heartbeat.ts: the PONG answers the last PING`],
  'stale-pongs': [
    'idle - age + tries*interval',
    `${own}/heartbeat.ts: a PONG for an older PING is stale, never a sign of life`,
  ],
  'any-pong-counts': ['never', 'delay < tries*interval: the PONG of an older PING is taken for a sign of life'],
  'one-long-gap': [
    'next PING + delay < phi reaches the threshold',
    `${own}/phi-accrual.ts: PONGs that are all late by as much come as regularly as before`,
  ],
  'pong-not-awaited': ['never', 'the detector does not wait for PONG'],
  // What a network does.
  'firewall-reset': [
    'first packet after the flow was forgotten',
    'net/netfilter/nf_conntrack_proto_tcp.c: with tcp_loose=0 it belongs to no connection; the firewall answers by RST',
  ],
  'kept-alive': ['never', 'packets come closer together than the time after which a silent flow is forgotten'],
  'other-flow-kept-alive': [
    'never',
    'the heartbeat keeps its own flow alive; that of the main connection is forgotten, and nobody looks there',
  ],
  // No honest answer.
  'chance-decides': ['unpredicted', 'each packet is lost by chance: only how often is known (RFC 3611 4.7 loss rate)'],
  'data-never-left': [
    'unpredicted',
    `${tcpTimer}, tcp_probe_timer: local failures are probed for, not retransmitted; not derived yet`,
  ],
  'other-kernel': ['unpredicted', 'the timers of this system are not documented closely enough'],
  'one-way-data': [
    'unpredicted',
    'data and retransmissions of the peer still arrive and put the timer off; how often depends on its RTO',
  ],
  'one-way-beats': ['unpredicted', "beats arrive, acknowledgements do not: depends on the peer's congestion window"],
} as const satisfies Record<string, readonly [formula: string, source: string]>;

export type RuleId = keyof typeof rules;
export const kernelRuleIds = Object.keys(rules) as readonly RuleId[];

/** A detector's own rule brings its reasoning along. */
type Rule = RuleId | Reasoning;

export function reasoning(rule: Rule): Reasoning {
  if (typeof rule !== 'string') return { rule: rule.rule, formula: rule.formula, source: rule.source };
  const [formula, source] = rules[rule];
  return { rule, formula, source };
}

export const never = (rule: Rule): Prediction => ({ kind: 'never', ...reasoning(rule) });
export const unpredicted = (rule: Rule): Prediction => ({ kind: 'unpredicted', ...reasoning(rule) });
export const dead = (rule: Rule, at: RangeMs, errno: string | null = null): Prediction & { kind: 'interval' } => ({
  kind: 'interval',
  verdict: 'dead',
  errno,
  fromMs: at.fromMs,
  toMs: at.toMs,
  ...reasoning(rule),
});
export const closed = (rule: RuleId, at: RangeMs): Prediction & { kind: 'interval' } => ({
  ...dead(rule, at),
  verdict: 'closed',
});
