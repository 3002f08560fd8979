/** Mistakes and what they cost, in English. */
import type { Missing } from '#model/result/result.ts';
import type { Toll } from '../facts/mistakes.ts';
import { amount, count, duration, percent, setting } from '../text/numbers.ts';

const ofSessions = (n: number): string => (n === 1 ? '1 live connection' : `${count(n)} live connections`);

const of = ({ label, mistakes, sessions }: Toll): string =>
  `${label} ${mistakes === 0 ? '0%' : percent(mistakes, sessions)}`;

/** Three digits, and words where there are too many noughts to count. */
function packets(n: number): string {
  if (n < 999_500) return `${count(Number(n.toPrecision(3)))} packets`;
  return n < 999_500_000 ? `${amount(n / 1e6)}\u00a0million packets` : `${amount(n / 1e9)}\u00a0billion packets`;
}

export const mistakesEn = {
  lead: 'RFC 1122, 4.2.3.6, gives three reasons against keepalive. It could:',
  breaks: (mistakes: number, sessions: number, within: string): string =>
    `\u201ccause perfectly good connections to break during transient Internet failures\u201d: ${count(mistakes)} of ${ofSessions(sessions)} were declared dead, ${percent(mistakes, sessions)} (${within} at 95% confidence).`,
  breaksNone: (sessions: number, within: string): string =>
    `\u201ccause perfectly good connections to break during transient Internet failures\u201d: none of ${ofSessions(sessions)} was declared dead (${within} at 95% confidence).`,
  between: (mildest: Toll, harshest: Toll): string => `Lowest share: ${of(mildest)}. Highest: ${of(harshest)}.`,
  bandwidth: (least: string, most: string): string =>
    `\u201cconsume unnecessary bandwidth\u201d: watching one idle connection takes ${least} to ${most} an hour.`,
  bandwidthOne: (only: string): string =>
    `\u201cconsume unnecessary bandwidth\u201d: watching one idle connection takes ${only} an hour.`,
  money: (least: string, most: string): string =>
    `\u201ccost money for an Internet path that charges for packets\u201d: for 1,000 idle connections that is ${least} to ${most} a month.`,
  moneyOne: (only: string): string =>
    `\u201ccost money for an Internet path that charges for packets\u201d: for 1,000 idle connections that is ${only} a month.`,
  volume: (n: number, bytes: string): string => `${packets(n)} (${bytes})`,
  few: (n: number): string =>
    n === 1
      ? 'With 1 trial per cell the intervals are wide. More repeats make them narrower.'
      : `With ${count(n)} trials per cell the intervals are wide. More repeats make them narrower.`,
  tableCaption: (traffic: string): string => `Live connections declared dead, traffic: ${traffic}`,
  tableKey:
    'Share of the sessions that were declared dead, with its 95% interval, and mistakes per hour from the fault to the verdict or the deadline. Theory: the share that follows if probes and answers are lost independently.',
  expected: (share: string): string => `theory ${share}`,
  perHour: (rate: string): string => `${rate}/h`,
  perHourBelow: (rate: string): string => `<\u00a0${rate}/h`,
  tradeOff: 'The cost of fast detection',
  panels: {
    mistakes: (fault: string): string => `Mistakes per hour under ${fault}`,
    cost: 'Bytes per second of an idle connection',
  },
  axis: {
    p95: (fault: string): string => `detection time after ${fault}, 95th percentile`,
    worst: (fault: string): string => `detection time after ${fault}, latest predicted`,
  },
  plotNote: 'Bars are 95% intervals. For a detector without a mistake an arrow marks the upper end of its interval.',
  frontNote: 'The dashed line joins the detectors that no other beats in both respects (Pareto front).',
  notDrawn: (names: string, deadlineMs: number): string =>
    `Not drawn, because they do not always detect the fault within ${setting(deadlineMs)}: ${names}.`,
  point: (label: string, time: string, value: string): string => `${label}: ${time}, ${value}`,
  costCaption: 'Cost of watching a healthy idle connection',
  columns: {
    perHour: 'packets per hour',
    bytesPerHour: 'per hour',
    perMonth: 'per month of 30 days',
    thousand: '1,000 connections, per month',
    sessions: 'sessions',
    mistakes: 'mistakes',
    killed: 'declared dead',
    rate: 'per hour',
    recurrence: 'T_MR',
    duration: 'T_M',
    accuracy: 'P_A',
  },
  details: (n: number): string => `T_MR, T_M and P_A of ${n} cells`,
  detailsKey:
    'T_MR: observation time per mistake, counted from the fault. T_M: how long a suspicion lasted until the detector withdrew it. A verdict ends its session, so the length of that mistake is unknown. P_A: the share of the time from the fault to the deadline in which the detector trusts the peer; a verdict stands until the deadline (Chen, Toueg, Aguilera, 2002). Brackets are 95% intervals.',
  missing: {
    'no-trials': 'no valid trial',
    'not-recorded': 'not recorded',
    'no-exposure': 'no observation time',
    'no-mistake': 'no mistake',
    'fault-stays': 'the fault is lasting',
    'verdict-is-final': 'censored by the verdict',
    'no-warning-taken-back': 'no suspicion withdrawn',
  } satisfies Record<Missing, string>,
  atLeast: (time: string): string => `>\u00a0${time}`,
  calm: (lagMs: number, toleratedMs: number, detector: string): string =>
    `This machine kept up: its timers were ${duration(lagMs)} late at worst, and the least tolerant detector, ${detector}, tolerates ${duration(toleratedMs)}.`,
  strained: (lagMs: number, toleratedMs: number, detector: string): string =>
    `This machine was too busy: its timers were up to ${duration(lagMs)} late, and ${detector} tolerates only ${duration(toleratedMs)}. That may have caused some verdicts. Run fewer trials at once.`,
};
