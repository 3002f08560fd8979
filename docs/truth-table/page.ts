/** The measured table as Markdown. */
import { beyond } from '#report/text/cell-text.ts';
import { count, duration, percent, range } from '#report/text/numbers.ts';
import { en } from '#report/words/en.ts';
import { reasoningOf } from '#model/predict/index.ts';
import { isTransient } from '#model/faults/index.ts';
import type { CellResult, ExperimentResult, HostFacts, TrialResult } from '#model/result/result.ts';
import type { Traffic } from '#model/traffic.ts';
import { afterMs } from './cases.ts';
import type { Case } from './cases.ts';

/** One cell over all seeds. */
export interface Row {
  readonly cell: Omit<CellResult, 'trials' | 'stats'>;
  readonly trials: readonly TrialResult[];
}

export interface Measured {
  readonly host: HostFacts;
  readonly on: string;
  readonly deadlineMs: number;
  readonly seeds: readonly number[];
  readonly repeats: number;
  readonly rows: readonly Row[];
  readonly cases: readonly Case[];
}

/** Cells of several runs with other seeds, one row each. */
export function rowsOf(results: readonly ExperimentResult[]): readonly Row[] {
  const rows = new Map<string, { cell: Row['cell']; trials: TrialResult[] }>();
  for (const { detector, fault, traffic, prediction, trials } of results.flatMap(({ cells }) => cells)) {
    const key = `${traffic}|${detector.label}|${fault.label}`;
    const row = rows.get(key) ?? { cell: { detector, fault, traffic, prediction }, trials: [] };
    rows.set(key, row);
    row.trials.push(...trials);
  }
  return [...rows.values()];
}

const judged = (trials: readonly TrialResult[]): readonly TrialResult[] =>
  trials.filter(({ withinPrediction }) => withinPrediction !== null);
const inside = (trials: readonly TrialResult[]): readonly TrialResult[] =>
  trials.filter(({ withinPrediction }) => withinPrediction === true);
const timed = (trials: readonly TrialResult[]): readonly number[] =>
  trials.flatMap(({ detectionMs, outcome }) => (detectionMs === null || outcome === 'invalid' ? [] : [detectionMs]));

export const page = (measured: Measured): string =>
  [...head(measured), ...cases(measured), ...outside(measured), ...tables(measured), ''].join('\n');

function head({ host, on, seeds, repeats, rows, deadlineMs }: Measured): string[] {
  const all = rows.flatMap(({ trials }) => trials);
  const told = all.filter((trial) => judged([trial]).length > 0 && trial.detectionMs !== null);
  const invalid = all.filter(({ outcome }) => outcome === 'invalid').length;
  const whole = rows.filter(({ trials }) => inside(trials).length === judged(trials).length);
  return [
    '# The truth table',
    '',
    'What notices what, and when: every detector against every fault under every traffic, predicted and measured. Written by',
    '`npm run truth-table`, which runs everything on real sockets; settings in [everything.yaml](truth-table/everything.yaml),',
    'rules in [physics.md](physics.md).',
    '',
    `Measured ${on} on ${host.os} ${host.kernel} (${host.arch}, HZ=${host.hz}, tcp_retries2=${host.retries2}), Node ${host.node},`,
    `Halfopen ${host.halfopen}; seeds ${seeds.join(', ')}, ${repeats} trials each, a verdict awaited for ${duration(deadlineMs)}.`,
    '',
    '| | |',
    '| --- | --- |',
    `| cells | ${count(rows.length)} |`,
    `| trials | ${count(all.length)}, ${count(invalid)} invalid |`,
    `| trials with a prediction, as predicted | ${count(inside(all).length)} of ${count(judged(all).length)} (${percent(inside(all).length, judged(all).length)}) |`,
    `| verdicts inside their interval | ${count(inside(told).length)} of ${count(told.length)} (${percent(inside(told).length, told.length)}) |`,
    `| cells with every trial as predicted | ${count(whole.length)} |`,
    '',
    'A trial is compared with its own prediction, made from what its socket says at the instant of the fault; the column',
    '"predicted" spans the whole probe cycle. "–" under "inside": chance decides, nothing is predicted.',
    '',
  ];
}

function cases({ cases: known }: Measured): string[] {
  return [
    '## Cases known from elsewhere',
    '',
    'Published in "When TCP sockets refuse to die" (Marek Majkowski, Cloudflare, 2019) and measured again here, the path cut',
    `within ${afterMs} ms after the last packet; times count from the cut.`,
    '',
    '| case | known | predicted | measured here |',
    '| --- | --- | --- | --- |',
    ...known.map(
      ({ what, known: elsewhere, predicted, ours }) => `| ${what} | ${elsewhere} | ${predicted} | ${ours} |`,
    ),
    '',
    'The last one runs in a network of its own, where an ordinary user may set `tcp_retries2`:',
    '',
    '```sh',
    ...new Set(
      known
        .filter(({ how }) => how.startsWith('unshare'))
        .map(({ how }) => how.replace(', then ', ' sh -c "') + ' FILE"'),
    ),
    '```',
    '',
  ];
}

function outside({ rows }: Measured): string[] {
  const off = rows.flatMap((row) => {
    const trials = judged(row.trials).filter(({ withinPrediction }) => withinPrediction === false);
    return trials.length === 0 ? [] : [{ ...row, trials, of: judged(row.trials).length }];
  });
  if (off.length === 0) return ['## Outside', '', 'No trial was outside its prediction.', ''];
  return [
    '## Outside',
    '',
    'Every cell with a trial outside its prediction, and what explains it. A wrong rule would put a whole cell outside.',
    '',
    '| traffic | detector | fault | outside | measured, predicted for that trial | why |',
    '| --- | --- | --- | --- | --- | --- |',
    ...off.map(
      ({ cell, trials, of }) =>
        `| ${en.traffic[cell.traffic]} | ${cell.detector.label} | ${cell.fault.label} | ${trials.length} of ${of} | ${trials.map(missText).join('; ')} | ${whyOutside(cell.fault.kind, trials)} |`,
    ),
    '',
  ];
}

/** A frame that was received up to 40 ms before t0 is not acknowledged yet, and no kernel tells whether that is so. */
function whyOutside(fault: string, trials: readonly TrialResult[]): string {
  const isEarly = ({ detectionMs, predicted }: TrialResult): boolean =>
    predicted?.kind === 'interval' && detectionMs !== null && detectionMs < predicted.fromMs;
  if (fault === 'middlebox-rst' && trials.every(isEarly))
    return 'a delayed acknowledgement was due: the first packet that the box answers';
  if (fault === 'outage' || trials.every(isEarly))
    return 'the last frame before t0 was still unacknowledged, so its retransmissions began earlier';
  return 'late: an event loop or a process of this machine (two cores, hundreds of sessions at once)';
}

function missText({ detectionMs, outcome, predicted }: TrialResult): string {
  const time = detectionMs === null ? outcome : duration(detectionMs);
  return `${time}, ${predicted?.kind === 'interval' ? range(predicted) : 'never'}`;
}

function tables({ rows, deadlineMs }: Measured): string[] {
  const traffics = [...new Set(rows.map(({ cell }) => cell.traffic))];
  return traffics.flatMap((traffic) => [
    `## ${en.trafficTitle[traffic]}`,
    '',
    `${en.matrixCaption(traffic)}.`,
    '',
    ...faultTables(rows, traffic, deadlineMs),
  ]);
}

function faultTables(rows: readonly Row[], traffic: Traffic, deadlineMs: number): string[] {
  const of = rows.filter(({ cell }) => cell.traffic === traffic);
  const faults = [...new Set(of.map(({ cell }) => cell.fault.label))];
  return faults.flatMap((fault) => [
    `### ${fault}`,
    '',
    '| detector | predicted | rule | measured: median (least – most) | n | inside |',
    '| --- | --- | --- | --- | ---: | ---: |',
    ...of.filter(({ cell }) => cell.fault.label === fault).map((row) => line(row, deadlineMs)),
    '',
  ]);
}

function line({ cell, trials }: Row, deadlineMs: number): string {
  const { detector, prediction, fault } = cell;
  const valid = trials.filter(({ outcome }) => outcome !== 'invalid');
  const share = judged(valid).length === 0 ? '–' : percent(inside(valid).length, judged(valid).length);
  const cells = [
    detector.label,
    predictedText(cell, trials),
    `\`${prediction.rule}\``,
    measuredText(valid, isTransient(fault), deadlineMs),
    valid.length,
    share,
  ];
  return `| ${cells.join(' | ')} |`;
}

function predictedText({ prediction, fault }: Row['cell'], trials: readonly TrialResult[]): string {
  if (prediction.kind === 'interval') return range(prediction);
  if (prediction.kind === 'never') return isTransient(fault) ? en.cell.silence : en.cell.never;
  if (judged(trials).length > 0) return en.cell.byTrial;
  return `unpredicted: ${reasoningOf(prediction.rule).source}`;
}

function measuredText(valid: readonly TrialResult[], transient: boolean, deadlineMs: number): string {
  const times = timed(valid).toSorted((a, b) => a - b);
  const [least, most, median] = [times[0], times.at(-1), times[Math.floor((times.length - 1) / 2)]];
  if (least === undefined || most === undefined || median === undefined)
    return transient ? 'silence' : beyond(deadlineMs);
  const how = transient ? 'false alarm ' : '';
  const part = times.length === valid.length ? '' : `${times.length} of ${valid.length}: `;
  return `${part}${how}${duration(median)} (${duration(least)} – ${duration(most)})`;
}
