/** Mistakes and what they cost, in English. */
import type { Missing } from '#model/result/result.ts';
import type { Toll } from '../facts/mistakes.ts';
import { amount, count, duration, percent, setting } from '../text/numbers.ts';

const ofSessions = (n: number): string => (n === 1 ? '1 good connection' : `${count(n)} good connections`);

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
    `\u201ccause perfectly good connections to break during transient Internet failures\u201d: ${count(mistakes)} of ${ofSessions(sessions)} were given up, ${percent(mistakes, sessions)} (${within} at 95% confidence).`,
  breaksNone: (sessions: number, within: string): string =>
    `\u201ccause perfectly good connections to break during transient Internet failures\u201d: none of ${ofSessions(sessions)} was given up (${within} at 95% confidence).`,
  between: (mildest: Toll, harshest: Toll): string =>
    `The mildest detector, ${of(mildest)}; the harshest, ${of(harshest)}.`,
  bandwidth: (least: string, most: string): string =>
    `\u201cconsume unnecessary bandwidth\u201d: to watch one idle connection takes ${least} to ${most} an hour.`,
  bandwidthOne: (only: string): string =>
    `\u201cconsume unnecessary bandwidth\u201d: to watch one idle connection takes ${only} an hour.`,
  money: (least: string, most: string): string =>
    `\u201ccost money for an Internet path that charges for packets\u201d: for 1,000 idle connections that is ${least} to ${most} a month.`,
  moneyOne: (only: string): string =>
    `\u201ccost money for an Internet path that charges for packets\u201d: for 1,000 idle connections that is ${only} a month.`,
  volume: (n: number, bytes: string): string => `${packets(n)} (${bytes})`,
  few: (n: number): string =>
    n === 1
      ? 'With 1 trial of a cell the intervals are wide: repeat more to know more.'
      : `With ${count(n)} trials of a cell the intervals are wide: repeat more to know more.`,
  tableCaption: (traffic: string): string => `Good connections given up, ${traffic} connection`,
  tableKey:
    'Share of the sessions that were given up with its 95% interval, and mistakes per hour from the fault on, until the verdict or the deadline. Theory: the share that independent losses of probes and answers give.',
  expected: (share: string): string => `theory ${share}`,
  perHour: (rate: string): string => `${rate}/h`,
  perHourBelow: (rate: string): string => `<\u00a0${rate}/h`,
  tradeOff: 'What quick detection costs',
  panels: {
    mistakes: (fault: string): string => `Mistakes per hour under ${fault}`,
    cost: 'Bytes per second of an idle connection',
  },
  axis: {
    p95: (fault: string): string => `detection time after ${fault}, 95th percentile`,
    worst: (fault: string): string => `detection time after ${fault}, latest predicted`,
  },
  plotNote:
    'Bars are 95% intervals. An arrow stands at the upper end of the interval of a detector that made no mistake.',
  frontNote: 'The dashed line joins those that nothing beats in both.',
  notDrawn: (names: string, deadlineMs: number): string =>
    `Not drawn, because they do not always notice within ${setting(deadlineMs)}: ${names}.`,
  point: (label: string, time: string, value: string): string => `${label}: ${time}, ${value}`,
  costCaption: 'What it costs to watch an idle connection that is healthy',
  columns: {
    perHour: 'packets per hour',
    bytesPerHour: 'per hour',
    perMonth: 'per month of 30 days',
    thousand: '1,000 connections, per month',
    sessions: 'sessions',
    mistakes: 'mistakes',
    killed: 'given up',
    rate: 'per hour',
    recurrence: 'T_MR',
    duration: 'T_M',
    accuracy: 'P_A',
  },
  details: (n: number): string => `T_MR, T_M and P_A of ${n} cells`,
  detailsKey:
    'T_MR: exposure per mistake, from the fault on. T_M: how long a warning lasted until it was taken back; a verdict ends its session, so how long that mistake would have lasted was not seen. P_A: the share of the time from the fault to the deadline at which the detector trusts, when a verdict stands (Chen, Toueg, Aguilera, 2002). Brackets hold 95% intervals.',
  missing: {
    'no-trials': 'no valid trial',
    'not-recorded': 'not recorded',
    'no-exposure': 'no time watched',
    'no-mistake': 'no mistake',
    'fault-stays': 'the fault stays',
    'verdict-is-final': 'censored by the verdict',
    'no-warning-taken-back': 'no warning taken back',
  } satisfies Record<Missing, string>,
  atLeast: (time: string): string => `>\u00a0${time}`,
  calm: (lagMs: number, toleratedMs: number, detector: string): string =>
    `This machine kept up: its timers were late by ${duration(lagMs)} at worst, and the detector that bears least, ${detector}, bears ${duration(toleratedMs)}.`,
  strained: (lagMs: number, toleratedMs: number, detector: string): string =>
    `This machine was too busy: its timers were late by up to ${duration(lagMs)}, and ${detector} bears only ${duration(toleratedMs)}. Some verdicts may be its doing: run fewer trials at once.`,
};
