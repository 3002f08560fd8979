/** What the marks of a page mean: only those that occur on it. */
import type { Outcome } from '#model/result/result.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { ReportModel } from '../facts/model.ts';
import { finishOf } from '../svg/axis.ts';
import { inlineMark } from '../svg/marks.ts';
import type { Words } from '../words/en.ts';

type Entry = readonly [shown: boolean, mark: Markup, text: string];

const list = (entries: readonly Entry[]): Markup =>
  markup`<ul class="legend">${entries.filter(([shown]) => shown).map(([, mark, text]) => markup`<li>${mark} ${text}</li>`)}</ul>`;

/** Outcomes of all trials, counted. */
function occurs({ cells }: ReportModel): (outcome: Outcome) => boolean {
  const outcomes = new Set(cells.flatMap((cell) => cell.trials.map((trial) => trial.outcome)));
  return (outcome) => outcomes.has(outcome);
}

export function matrixLegend(report: ReportModel, { key, cell }: Words): Markup {
  const has = occurs(report);
  const { deadlineMs } = report.result.plan;
  return list([
    [has('undetected'), markup`<span class="swatch undetected"></span>`, key.censored(deadlineMs)],
    [has('false-alarm'), markup`<span class="swatch false-alarm">${inlineMark('triangle')}</span>`, key.falseAlarm],
    [report.agreement.misses.length > 0, markup`<span class="x">✗</span>`, cell.disagrees],
  ]);
}

/** The dashed line of faults that end of themselves. */
const endMark = markup`<svg class="inline" width="12" height="16" aria-hidden="true"><line class="ends" x1="6" x2="6" y2="16"/></svg>`;

export function stripsLegend(report: ReportModel, { key }: Words): Markup {
  const has = occurs(report);
  const { deadlineMs } = report.result.plan;
  const ends = report.findings.some(({ fault }) => finishOf(fault) !== null);
  return list([
    [has('detected'), inlineMark('dot'), key.trial],
    [true, markup`<span class="swatch band"></span>`, key.band],
    [true, markup`<span class="swatch span"></span>`, key.trialBand],
    [has('undetected'), inlineMark('arrow'), key.censored(deadlineMs)],
    [has('false-alarm'), inlineMark('triangle'), key.falseAlarm],
    [has('survived'), inlineMark('ring'), key.survived],
    [report.agreement.misses.length > 0, inlineMark('dot', true), key.miss],
    [ends, endMark, key.faultEnds],
  ]);
}
