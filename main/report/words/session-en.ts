/** The report of one session in English. Every other language has the type of this object. */
import type { SessionEnd, SessionState } from '#model/live/live.ts';
import { duration } from '../text/numbers.ts';
import type { Lane } from '../session/lane.ts';

const state: Readonly<Record<SessionState, string>> = {
  connecting: 'connecting',
  watching: 'connected',
  suspect: 'suspected',
  dead: 'given up for dead',
  closed: 'closed by the peer',
  ended: 'ended by us',
  failed: 'failed',
};
const end: Readonly<Record<SessionEnd, string>> = {
  verdict: 'the verdict of its detector',
  'closed-by-us': 'closed by us',
  'not-connected': 'no connection came about',
  failed: 'it could not be judged',
  'program-ended': 'the program ended',
};
const lanes: Readonly<Record<Lane, string>> = {
  application: 'application',
  kernel: 'kernel timer',
  wire: 'wire',
  fault: 'fault',
};

export const sessionEn = {
  eyebrow: 'Halfopen session: one TCP connection, what struck it, and what was noticed',
  title: (label: string, remote: string): string => `${label} to ${remote} \u2013 Halfopen session`,
  headline: {
    noticed: (fault: string, time: string): string => `${fault}: noticed after ${time}.`,
    unnoticed: (fault: string): string => `${fault}: not noticed.`,
    open: (fault: string): string => `${fault}: no verdict yet.`,
    unasked: (verdict: string): string => `A verdict that no fault of ours caused: ${verdict}.`,
    quiet: 'Nothing struck this session.',
    notConnected: 'No connection came about.',
  },
  agrees: 'as predicted',
  disagrees: 'not as predicted',
  judged: (time: string, judgement: string): string => `${time} (${judgement})`,
  sections: {
    verdict: 'Verdict beside prediction',
    settings: 'Settings, asked and got',
    timeline: 'Timeline',
    events: 'Every event',
  },
  facts: {
    detector: 'Detector',
    settings: 'Its settings',
    traffic: 'Traffic',
    local: 'Local end',
    remote: 'Remote end',
    opened: 'Opened',
    lasted: 'Lasted',
    state: 'State',
    end: 'Ended by',
    error: 'Error',
    remedy: 'Remedy',
    fault: 'Fault',
    struckAt: 'Struck',
    healedAt: 'Healed',
    measured: 'Measured, fault to verdict',
    predicted: 'Predicted',
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
  notMade: 'not made: another fault was at work, or the kernel was not asked',
  none: '\u2013',
  columns: { time: 'time', lane: 'lane', what: 'what', option: 'option', asked: 'asked', got: 'got', via: 'via' },
  afterOpening: (time: string): string => `${time} after the opening`,
  timelineLead: 'Time runs to the right; the band is where the verdict was predicted, the red line is the fault.',
  leftOut: (count: number): string => `The first ${count} events are left out here; CSV and JSON have all of them.`,
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
      `timer ${kind} due in ${inTime}, ${retransmits} without an answer`,
    noTimer: 'no timer armed',
    counts: (unacked: number, probes: number | null, backoff: number | null): string =>
      `unacked ${unacked}, probes ${probes ?? '?'}, backoff ${backoff ?? '?'}`,
    struck: (fault: string): string => `struck: ${fault}`,
    healed: (fault: string): string => `healed: ${fault}`,
    ended: (how: string): string => `over: ${how}`,
    beats: (sent: number, received: number, overMs: number): string =>
      `${sent} sent, ${received} received in ${duration(overMs)}, only counted`,
  },
  footer: 'Made by Halfopen. No script, no network, no tracking: this file is all there is.',
};

export type SessionWords = typeof sessionEn;
