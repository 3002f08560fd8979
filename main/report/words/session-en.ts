/** The report of one session in English. Every other language has the type of this object. */
import type { SessionEnd, SessionState } from '#model/live/live.ts';
import { duration } from '../text/numbers.ts';
import type { Lane } from '../session/lane.ts';
import { valuesEn } from './values-en.ts';

const state: Readonly<Record<SessionState, string>> = {
  connecting: 'connecting',
  watching: 'connected',
  suspect: 'suspected',
  dead: 'declared dead',
  closed: 'closed by the peer',
  ended: 'closed by this end',
  failed: 'failed',
};
const end: Readonly<Record<SessionEnd, string>> = {
  verdict: 'verdict of its detector',
  'closed-by-us': 'closed by this end',
  'not-connected': 'the connection could not be opened',
  failed: 'an error occurred',
  'program-ended': 'the program ended',
};
const lanes: Readonly<Record<Lane, string>> = {
  application: 'application',
  kernel: 'kernel timer',
  wire: 'wire',
  fault: 'fault',
};

export const sessionEn = {
  reason: valuesEn.reason,
  eyebrow: 'Halfopen session: one TCP connection, its fault, and when it was detected',
  title: (label: string, remote: string): string => `${label} to ${remote} \u2013 Halfopen session`,
  headline: {
    noticed: (fault: string, time: string): string => `${fault}: detected after ${time}.`,
    unnoticed: (fault: string): string => `${fault}: not detected.`,
    open: (fault: string): string => `${fault}: no verdict yet.`,
    unasked: (verdict: string): string => `Verdict without an injected fault: ${verdict}.`,
    quiet: 'No fault was injected in this session.',
    notConnected: 'The connection could not be opened.',
  },
  fact: (name: string, value: string): string => `${name}: ${value}`,
  agrees: 'as predicted',
  disagrees: 'not as predicted',
  judged: (time: string, judgement: string): string => `${time} (${judgement})`,
  sections: {
    verdict: 'Verdict and prediction',
    settings: 'Settings, requested and effective',
    timeline: 'Timeline',
    events: 'All events',
  },
  facts: {
    detector: 'Detector',
    settings: 'Detector settings',
    traffic: 'Traffic',
    local: 'Local end',
    remote: 'Remote end',
    opened: 'Opened',
    lasted: 'Lasted',
    state: 'State',
    end: 'Reason for the end',
    tcpState: 'Last TCP state',
    error: 'Error',
    remedy: 'Fix',
    fault: 'Fault',
    struckAt: 'Injected',
    healedAt: 'Healed',
    measured: 'Measured, from fault to verdict',
    predicted: 'Predicted',
    wasPredicted: 'Predicted, had the fault lasted',
    verdict: 'Verdict',
    rule: 'Rule',
    why: 'Why',
    formula: 'Formula',
    source: 'Source',
    heartbeats: 'PINGs sent',
    rtt: 'Last RTT',
  },
  state,
  end,
  lanes,
  never: 'never',
  unpredicted: 'no prediction',
  notMade: 'none: another fault was active, or the kernel was not queried',
  none: '\u2013',
  columns: {
    time: 'time',
    lane: 'lane',
    what: 'what',
    option: 'option',
    asked: 'requested',
    got: 'effective',
    via: 'via',
  },
  afterOpening: (time: string): string => `${time} after opening`,
  timelineLead: 'Time runs to the right. The band is the predicted interval of the verdict, the red line is the fault.',
  leftOut: (count: number): string => `The first ${count} events are left out here. CSV and JSON contain all of them.`,
  what: {
    opened: 'opened',
    linked: (local: string, remote: string): string => `connected, ${local} to ${remote}`,
    connected: 'connection made',
    sent: (frame: string, bytes: number): string => `sent ${frame}, ${bytes} bytes`,
    received: (frame: string, bytes: number): string => `received ${frame}, ${bytes} bytes`,
    eof: 'end of stream (FIN)',
    failed: (syscall: string, errno: string): string => `${syscall} failed: ${errno}`,
    suspect: (reason: string): string => `suspected: ${reason}`,
    alive: (reason: string): string => `alive after all: ${reason}`,
    final: (reason: string): string => `verdict: ${reason}`,
    timer: (kind: string, inTime: string, retransmits: number): string =>
      `timer ${kind} due in ${inTime}, ${retransmits} unanswered`,
    noTimer: 'no timer running',
    counts: (unacked: number, probes: number | null, backoff: number | null): string =>
      `unacked ${unacked}, probes ${probes ?? '?'}, backoff ${backoff ?? '?'}`,
    struck: (fault: string): string => `fault injected: ${fault}`,
    healed: (fault: string): string => `fault healed: ${fault}`,
    ended: (how: string, errno?: string): string => `ended: ${how}${errno === undefined ? '' : ` (${errno})`}`,
    beats: (sent: number, received: number, overMs: number): string =>
      `${sent} sent, ${received} received in ${duration(overMs)}, counted only`,
  },
  footer: 'Made by Halfopen. This file is self-contained: no scripts, no network access, no tracking.',
};

export type SessionWords = typeof sessionEn;
