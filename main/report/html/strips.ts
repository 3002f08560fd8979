/** Every trial of every fault as a strip plot: one row per detector, the traffics side by side on one axis. */
import { isTransient } from '#model/faults/index.ts';
import type { CellView } from '../facts/cell.ts';
import { beyond, cellPrediction, faultText, measuredText, trialMeasured, trialPredicted } from '../text/cell-text.ts';
import type { Finding } from '../facts/findings.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { ReportModel } from '../facts/model.ts';
import { type RuleUse, ruleNumber } from '../facts/rules.ts';
import { type Axis, axisFor } from '../geometry/axis.ts';
import { stripHead, stripRow } from '../svg/strip.ts';
import type { Words } from '../words/en.ts';
import { stripsLegend } from './legend.ts';
import { offMark, toneOf } from './matrix.ts';

interface Context {
  readonly words: Words;
  readonly deadlineMs: number;
  readonly rules: readonly RuleUse[];
  /** Every mark says its numbers when pointed at. */
  readonly titled: boolean;
}

/* Beyond this the titles would make up most of a page of megabytes. */
const trialsTitled = 3000;

export function stripsSection(report: ReportModel, words: Words): Markup {
  const { deadlineMs } = report.result.plan;
  const context: Context = { words, deadlineMs, rules: report.rules, titled: report.agreement.trials <= trialsTitled };
  const faults = [...new Set(report.findings.map((finding) => JSON.stringify(finding.fault)))];
  return markup`<section id="trials"><h2>${words.sections.trials}</h2>${stripsLegend(report, words)}
<div class="${report.matrices.length === 1 ? 'faults single' : 'faults'}">${faults.map((fault) =>
    faultFigures(
      report.findings.filter((finding) => JSON.stringify(finding.fault) === fault),
      report.cells,
      context,
    ),
  )}</div></section>`;
}

function faultFigures(findings: readonly Finding[], cells: readonly CellView[], context: Context): Markup | string {
  const [first] = findings;
  if (first === undefined) return '';
  const { words } = context;
  const key = JSON.stringify(first.fault);
  const ofFault = cells.filter((cell) => JSON.stringify(cell.fault) === key);
  const axis = axisFor(first.fault, ofFault, context.deadlineMs);
  const figures = findings.map((finding) => {
    const ofTraffic = ofFault.filter((cell) => cell.traffic === finding.traffic);
    return figure(finding, ofTraffic, { axis, context });
  });
  return markup`<div class="fault"><h3>${faultText(first.fault, words)} <span>${words.faultGloss(first.fault)} · ${words.plot.axis[axis.kind]}</span></h3><div class="pair">${figures}</div></div>\n`;
}

function figure(
  finding: Finding,
  cells: readonly CellView[],
  { axis, context }: { axis: Axis; context: Context },
): Markup {
  const { words, deadlineMs } = context;
  const sentence = finding.transient ? words.strip.calm(finding) : words.strip.noticed(finding);
  const aside = finding.transient ? words.plot.noVerdict : beyond(deadlineMs);
  const title = words.plot.title(faultText(finding.fault, words), words.traffic[finding.traffic]);
  return markup`<table class="strips"><caption><b>${words.trafficTitle[finding.traffic]}</b> ${sentence}</caption>
<thead><tr><th scope="col" class="label">${words.columns.detector}</th><th scope="col" class="plot">${stripHead(axis, aside, title)}</th><th scope="col" class="num">${words.columns.measured}</th><th scope="col" class="num wide">${words.columns.predicted}</th></tr></thead>
<tbody>${cells.map((cell) => stripsRow(cell, axis, context))}</tbody></table>`;
}

function stripsRow(cell: CellView, axis: Axis, { words, deadlineMs, rules, titled }: Context): Markup {
  const transient = isTransient(cell.fault);
  const measured = measuredText(cell, words, deadlineMs);
  const predicted = cellPrediction(cell, words);
  const number = ruleNumber(rules, cell.prediction);
  const row = stripRow(cell, axis, {
    title: words.plot.row(cell.detector.label, measured, predicted),
    trial: (trial) =>
      titled
        ? words.plot.trial(
            trial.result.repeat + 1,
            trialMeasured(trial, words, deadlineMs),
            trialPredicted(trial, transient, words),
          )
        : null,
  });
  const off = cell.judgement === 'disagrees' ? offMark(words) : '';
  return markup`<tr><th scope="row" class="label">${cell.detector.label}</th><td class="plot">${row}</td><td class="num ${toneOf(cell)}">${measured}${off}</td><td class="num wide">${predicted}${number === null ? '' : markup`<sup><a href="#rule-${number}">${number}</a></sup>`}</td></tr>\n`;
}
