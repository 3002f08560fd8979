/** The report in English. Every other language has the type of this object. */
import type { Traffic } from '#model/traffic.ts';
import { count, duration, percent, rounded, setting } from '../text/numbers.ts';
import { incidentEn } from './incident-en.ts';
import { lintEn } from './lint-en.ts';
import { findingsEn, list, trials } from './en-findings.ts';
import { mistakesEn } from './mistakes-en.ts';
import { kindsEn } from './kinds-en.ts';
import { ownRules } from './own-rules.ts';
import { rulesEn } from './rules-en.ts';
import { trafficEn } from './traffic-en.ts';
import { valuesEn } from './values-en.ts';

export const en = {
  ...findingsEn,
  code: 'en' as string,
  list,
  sentenceGap: ' ',
  title: (name: string): string => `${name} \u2013 Halfopen report`,
  eyebrow: 'Halfopen report: how long software keeps talking to a dead TCP peer',
  simulated: 'Simulated in virtual time on a model of the Linux kernel. Nothing here was measured on a machine.',
  noTrials: 'No trial was run, so there is nothing to report.',
  agreementSentence: (agreeing: number, judged: number): string =>
    `${count(agreeing)} of ${trials(judged)} (${percent(agreeing, judged)}) ended as predicted.`,
  nothingJudged: 'No trial could be compared with a prediction.',
  incomplete: {
    partial: (run: number, planned: number): string =>
      `Partial: ${count(run)} of ${trials(planned)} were run. Cells without a measurement are blank.`,
    cancelled: (run: number, planned: number): string =>
      `Cancelled: ${count(run)} of ${trials(planned)} were run. Cells without a measurement are blank.`,
  },
  status: { complete: 'complete', partial: 'partial', cancelled: 'cancelled' },
  keyFigures: {
    caption: 'Key figures',
    trials: 'trials',
    asPredicted: 'ended as predicted',
    misses: 'outside the prediction',
    censored: 'no verdict by the deadline',
    invalid: 'invalid',
    duration: 'duration',
    slowest: 'slowest trial',
  },
  contents: 'Contents',
  sections: {
    incident: 'The incident',
    expectations: 'Expectations',
    matrix: 'Detectors against faults',
    trials: 'Every trial and its prediction',
    mistakes: 'Mistakes: live connections declared dead',
    agreement: 'Agreement with theory',
    unmeasured: 'What was not measured',
    method: 'How it was measured',
    settings: 'Settings',
    rules: 'Rules of prediction',
    host: 'Machine and run',
    reproduce: 'Run it again',
    all: 'Every trial as a table',
  },
  ...trafficEn,
  ...valuesEn,
  /** The capture shows the packet by which the kernel knew. */
  kernelBefore: (verdict: string, ms: number): string => `${verdict}, ${duration(ms)} after the kernel knew`,
  lastingFaults: 'Lasting faults: staying silent is a failure',
  passingFaults: 'Transient faults: staying silent is correct',
  columns: {
    detector: 'detector',
    noticed: 'detected',
    alarmed: 'false alarms',
    cost: 'probe cost',
    measured: 'measured',
    predicted: 'predicted',
    fault: 'fault',
    traffic: 'traffic',
    trial: 'trial',
    outcome: 'outcome',
    verdict: 'verdict',
    offBy: 'off by',
    settings: 'settings',
    kind: 'kind',
    rule: 'rule',
    why: 'why',
    formula: 'formula',
    source: 'source',
    cells: 'cells',
    expectation: 'expectation',
    observed: 'observed',
    met: 'met',
    option: 'option',
    asked: 'requested',
    got: 'effective',
    reason: 'reason',
    trials: 'trials',
  },
  matrixKey: (deadlineMs: number): string =>
    `Top: median time from the fault to the verdict. Middle: every trial on a logarithmic scale from 1\u00a0ms to ${setting(deadlineMs)}, over the predicted interval. Bottom: the prediction.`,
  key: {
    trial: 'one trial',
    band: 'predicted for the cell, over the whole probe cycle',
    trialBand: 'predicted for that trial',
    censored: (deadlineMs: number): string => `no verdict within ${setting(deadlineMs)} (censored)`,
    survived: 'correctly no verdict',
    falseAlarm: 'false alarm',
    miss: 'outside its prediction',
    faultEnds: 'the path heals, the host returns, or the late answer arrives',
  },
  noticedOf: (noticed: number, lasting: number): string => `${noticed} of ${lasting}`,
  cost: (bytesPerSecond: string): string => `${bytesPerSecond}\u00a0B/s`,
  cell: {
    survived: 'stayed silent',
    invalid: 'invalid',
    empty: 'not run',
    mixed: (verdicts: number, valid: number, p50Ms: number): string => `${verdicts} of ${valid}, ${duration(p50Ms)}`,
    never: 'never',
    silence: 'silence',
    unpredicted: 'no prediction',
    byTrial: 'per trial',
    disagrees: 'not as predicted',
    beforeFault: 'before the fault',
  },
  outcome: {
    detected: 'detected',
    undetected: 'no verdict',
    'false-alarm': 'false alarm',
    survived: 'survived',
    invalid: 'invalid',
  },
  plot: {
    title: (fault: string, traffic: string): string => `${fault}, ${traffic}: time from the fault to the verdict`,
    axis: { linear: 'time since the fault', log: 'time since the fault, logarithmic' },
    noVerdict: 'silent',
    row: (label: string, measured: string, predicted: string): string =>
      `${label}: ${measured}; predicted ${predicted}`,
    trial: (repeat: number, measured: string, predicted: string): string =>
      `Trial ${repeat}: ${measured}; predicted ${predicted}`,
  },
  agreement: {
    lead: (agreeing: number, judged: number): string =>
      `${count(agreeing)} of the ${trials(judged)} with a prediction ended as predicted (${percent(agreeing, judged)}).`,
    verdicts: (inside: number, judged: number): string =>
      `Of ${trials(judged)} with a verdict, ${count(inside)} (${percent(inside, judged)}) reached it inside the interval predicted for that trial.`,
    silent: (n: number): string => `${trials(n)} had no verdict, and none was predicted before the deadline.`,
    unjudged: (n: number): string => `${trials(n)} could not be compared, because theory makes no prediction for them.`,
    positionsTitle: 'Where in its predicted interval each verdict fell',
    positionsNote: 'Intervals that begin at the fault itself are left out: there the verdict comes immediately.',
    positionsDesc: (inside: number, early: number, late: number): string =>
      `Histogram of ${count(inside + early + late)} verdicts: ${early} before the interval, ${inside} inside, ${late} after it.`,
    early: 'earlier',
    start: 'start of the interval',
    end: 'end',
    late: 'later',
    noMisses: 'No trial fell outside its prediction.',
    missesCaption: (n: number): string =>
      n === 1 ? 'The one trial that was not as predicted' : `All ${n} trials that were not as predicted`,
    tooLate: (by: string): string => `${by} late`,
    tooEarly: (by: string): string => `${by} early`,
  },
  unmeasured: {
    noneCensored: 'Every valid trial reached a verdict or correctly stayed silent.',
    none: 'Every trial was valid, and reached a verdict or correctly stayed silent.',
    censored: (n: number, deadlineMs: number): string =>
      `${trials(n)} reached no verdict within the deadline of ${setting(deadlineMs)}. They are censored: shown as \u201c>\u00a0${setting(deadlineMs)}\u201d and left out of every median.`,
    neverPredicted: (n: number): string => `${count(n)}: theory predicts that a verdict never comes`,
    laterPredicted: (n: number): string => `${count(n)}: theory predicts a verdict after the deadline`,
    contrary: (n: number): string =>
      `${count(n)}: theory predicts a verdict in time (listed above as not as predicted)`,
    unpredicted: (n: number): string => `${count(n)}: theory makes no prediction`,
    invalidCaption: (n: number): string =>
      n === 1
        ? '1 trial was invalid and is left out of every figure'
        : `${n} trials were invalid and are left out of every figure`,
  },
  method: {
    trial:
      'Each trial is one real TCP connection between two processes on this machine, watched by one detector. All timers are the kernel\u2019s own. Nothing is simulated.',
    trialSimulated:
      'Each trial is one simulated TCP connection, watched by one detector. Detectors, timetable and judgement are those of a real run. Kernel, network and peer are models, and time is virtual.',
    phaseRandom: (seed: number): string =>
      `The fault is injected at an instant drawn uniformly from the detector\u2019s probe cycle (seed ${seed}).`,
    phaseFixed: (offsetMs: number): string =>
      `The fault is injected ${setting(offsetMs)} after the last probe cycle began.`,
    span: (medianMs: number, maxMs: number): string =>
      `That instant is known to within ${duration(medianMs)} (median; ${duration(maxMs)} at worst).`,
    time: 'Detection time runs from the fault to the verdict that the application sees.',
    censoring: (deadlineMs: number): string =>
      `A trial without a verdict ends at ${setting(deadlineMs)}. It is shown as \u201c>\u00a0${setting(deadlineMs)}\u201d and is never turned into a number.`,
    prediction:
      'The prediction of a trial is computed from what the kernel and the detector knew when the fault was injected. The prediction of a cell covers the whole probe cycle. Measurements never enter a prediction.',
    granules: (hz: number, steps: readonly { readonly belowMs: number; readonly granuleMs: number }[]): string =>
      `Predictions are intervals because kernel timers fire late by up to one granule of the timer wheel. With HZ = ${hz} that is ${list(steps.map(({ belowMs, granuleMs }) => `${rounded(granuleMs)} below ${rounded(belowMs)}`))}.`,
    transient:
      'Some faults are transient: the path heals, or the peer was alive all along. Under these, staying silent is correct and any verdict is a false alarm.',
  },
  settings: {
    deadline: 'Deadline',
    repeats: 'Repeats per cell',
    phase: 'Instant of the fault',
    phaseRandom: 'random in the probe cycle',
    phaseFixed: (offsetMs: number): string => `${setting(offsetMs)} into the probe cycle`,
    seed: 'Seed',
    deviationsCaption: 'Options that the kernel did not set as requested',
    noDeviations: (n: number): string => `The kernel reports all socket options as requested (${trials(n)}).`,
    optionsUnread: 'Socket options were not read back from the kernel.',
  },
  rulesIntro: 'The numbers beside predictions refer to this list.',
  host: {
    id: 'Experiment',
    started: 'Started',
    duration: 'Duration',
    status: 'Status',
    os: 'System',
    hz: 'Kernel timer frequency (HZ)',
    retries2: 'net.ipv4.tcp_retries2',
    node: 'Node.js',
    halfopen: 'Halfopen',
    allTrials: 'All trials, without start-up',
    startUp: 'Start-up',
    sessions: 'Peak number of connections',
    peers: 'Peer processes',
    lag: 'Event-loop delay, median and p99',
    memory: 'Memory, measuring process and peers',
  },
  reproduce: {
    lead: (file: string): string => `Save the plan below as ${file}, then run:`,
    same: 'The plan contains the seed, so the faults are injected at the same points of each probe cycle.',
    plan: 'Plan file (YAML)',
  },
  allTooMany: (n: number): string =>
    `${trials(n)} are too many for a table here. Export them as CSV with \u201chalfopen report --format csv\u201d.`,
  allLead: (n: number): string => `${trials(n)}, in the order of the plan`,
  footer: (version: string): string =>
    `Made by Halfopen ${version}. This file is self-contained: no scripts, no network access, no tracking.`,
  expectation: { met: 'met', missed: 'not met' },
  terminal: {
    legend: 'median (predicted interval, in the same unit)',
    never: 'never',
    neverMeans: (deadlineMs: number): string => `no verdict within ${setting(deadlineMs)}, and none predicted`,
    survived: 'survived',
    survivedMeans: 'correctly no verdict',
    falseAlarm: (time: string): string => `false alarm ${time}`,
    falseAlarmMeans: 'a verdict although the peer was alive',
    agrees: 'as predicted',
    disagrees: 'not as predicted',
    trafficTitle: trafficEn.trafficTitle,
    agreement: (agreeing: number, judged: number): string =>
      `${count(agreeing)} of ${trials(judged)} as predicted (${percent(agreeing, judged)})`,
    verdicts: (inside: number, judged: number): string =>
      `${count(inside)} of ${count(judged)} verdicts inside their predicted interval (${percent(inside, judged)})`,
    misses: (n: number): string => (n === 1 ? '1 trial not as predicted:' : `${count(n)} trials not as predicted:`),
    miss: (where: string, measured: string, predicted: string): string =>
      `${where}: ${measured}, predicted ${predicted}`,
    place: (detector: string, fault: string, traffic: Traffic, repeat: number): string =>
      `${detector}, ${fault}, ${traffic}, trial ${repeat}`,
    mixedMeans: 'in 2 of 3 trials',
    more: (n: number): string => `and ${n} more`,
    censored: (n: number, deadlineMs: number): string =>
      `${trials(n)} without a verdict within ${setting(deadlineMs)} (censored)`,
    invalid: (n: number): string => `${trials(n)} invalid, left out of every figure`,
    virtualTotal: (durationMs: number, slowestMs: number): string =>
      `${duration(durationMs)} of virtual time in total; the slowest trial took ${duration(slowestMs)}`,
    total: (durationMs: number, slowestMs: number): string =>
      `${duration(durationMs)} in total; the slowest trial took ${duration(slowestMs)}`,
    expectations: 'Expectations',
    observed: (what: string): string => `observed ${what}`,
  },
  markdown: {
    lead: (name: string, when: string, where: string): string => `${name}, ${when}, ${where}`,
    key: (deadlineMs: number): string =>
      `Median time from the fault to the verdict (predicted interval). \u2713 as predicted, \u2717 not as predicted, \u201c>\u00a0${setting(deadlineMs)}\u201d no verdict by the deadline.`,
    predicted: (what: string): string => `predicted ${what}`,
    version: (halfopen: string, node: string): string => `Halfopen ${halfopen}, Node.js ${node}`,
  },
  mistakes: mistakesEn,
  rule: { ...rulesEn, ...ownRules(kindsEn) },
  kinds: kindsEn,
  incident: incidentEn,
  lint: lintEn,
};

export type Words = typeof en;
