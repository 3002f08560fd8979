/** The measured table as Markdown. */
import { count, duration, percent, range } from '#report/text/numbers.ts';
import { en } from '#report/words/en.ts';
import { faultTraits } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { HostFacts, TrialResult } from '#model/result/result.ts';
import { afterMs } from './cases.ts';
import type { Case } from './cases.ts';
import { inside, judged } from './rows.ts';
import type { Row } from './rows.ts';
import { tables, unpredicted } from './tables.ts';

export interface Measured {
  readonly host: HostFacts;
  readonly on: string;
  readonly deadlineMs: number;
  readonly seeds: readonly number[];
  readonly repeats: number;
  readonly rows: readonly Row[];
  readonly cases: readonly Case[];
}

export const page = (measured: Measured): string =>
  [...head(measured), ...cases(measured), ...outside(measured), ...cells(measured)].join('\n');

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
    '"predicted" spans the whole probe cycle.',
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
        `| ${en.traffic[cell.traffic]} | ${cell.detector.label} | ${cell.fault.label} | ${trials.length} of ${of} | ${trials.map(missText).join('; ')} | ${whyOutside(cell.fault, trials)} |`,
    ),
    '',
  ];
}

/** A frame that was received up to 40 ms before t0 is not acknowledged yet, and no kernel tells whether that is so. */
function whyOutside(fault: Fault, trials: readonly TrialResult[]): string {
  const { effect } = faultTraits(fault);
  const isEarly = ({ detectionMs, predicted }: TrialResult): boolean =>
    predicted?.kind === 'interval' && detectionMs !== null && detectionMs < predicted.fromMs;
  if (effect.is === 'amnesia' && effect.afterMs === 0 && trials.every(isEarly))
    return 'a delayed acknowledgement was due: the first packet that the box answers';
  if ((effect.is === 'cut' && effect.forMs !== null) || trials.every(isEarly))
    return 'the last frame before t0 was still unacknowledged, so its retransmissions began earlier';
  return 'late: an event loop or a process of this machine (two cores, hundreds of sessions at once)';
}

function missText({ detectionMs, outcome, predicted }: TrialResult): string {
  const time = detectionMs === null ? outcome : duration(detectionMs);
  return `${time}, ${predicted?.kind === 'interval' ? range(predicted) : 'never'}`;
}

function cells({ rows, seeds, repeats, deadlineMs }: Measured): readonly string[] {
  const trials = seeds.length * repeats;
  const traffics = [...new Set(rows.map(({ cell }) => cell.traffic))];
  return [
    '## How to read the tables',
    '',
    `One table per fault, one column per traffic. A cell has ${trials} trials: the median time from the fault to the verdict, and in`,
    'parentheses the shortest and the longest. "3 of 9" before it: only three trials ended with a verdict. Trials outside their',
    'predictions are counted in bold. An empty cell is in another line of the same detector, where the prediction is another; or',
    'the detector cannot be used under that traffic.',
    '',
    ...traffics.map((traffic) => `- ${en.matrixCaption(traffic)}`),
    '',
    'What is not predicted, and why:',
    '',
    ...unpredicted(rows),
    '',
    ...tables({ rows, trials, deadlineMs }),
  ];
}
