/** Below the tables: what the cells mean, how much agreed with theory, and every trial that did not. */
import type { ReportModel } from '#report';
import { faultText, trialMeasured, trialPredicted } from '#report';
import { isTransient } from '#model/faults/index.ts';
import type { Page } from './table-page.ts';
import { showingLines } from './story-text.ts';
import { displayWidth, wrapped } from '../terminal/text-width.ts';

/* More than a screenful of misses helps nobody here; the reports list them all. */
const missesListed = 20;

/** Only what occurs is explained. */
export function legendLines(report: ReportModel, { words, style, columns, deadlineMs }: Page): readonly string[] {
  const say = words.terminal;
  const { agrees, disagrees } = style.marks;
  const has = (state: string): boolean => report.cells.some((cell) => cell.state === state);
  const entries = [
    ...(has('detected') ? [`3.25 s (2.3\u20133.4)  ${say.legend}`] : []),
    ...(has('mixed') ? [`2/3  ${say.mixedMeans}`] : []),
    ...(has('undetected') ? [`${say.never}  ${say.neverMeans(deadlineMs)}`] : []),
    ...(has('false-alarm') ? [`${say.falseAlarm('').trimEnd()}  ${say.falseAlarmMeans}`] : []),
    ...(has('survived') ? [`${say.survived}  ${say.survivedMeans}`] : []),
    `${agrees} ${say.agrees}`,
    ...(report.agreement.misses.length > 0 ? [`${disagrees} ${say.disagrees}`] : []),
  ].map((entry) => (entry.startsWith(agrees) || entry.startsWith(disagrees) ? entry : style.text(entry)));
  return flowed(entries, columns).map(style.dim);
}

/** Entries side by side as far as they fit; broken inside only when wider than the terminal. */
function flowed(entries: readonly string[], columns: number): readonly string[] {
  const between = '    ';
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last + between + entry) <= columns)
      lines[lines.length - 1] = last + between + entry;
    else lines.push(...wrapped(entry, columns, '  '));
  }
  return lines;
}

export function summaryLines(report: ReportModel, page: Page): readonly string[] {
  const { words, style, columns, deadlineMs } = page;
  const say = words.terminal;
  const { agreement, censoring, headline, result } = report;
  const took = result.host.simulated === true ? say.virtualTotal : say.total;
  const line = (text: string): readonly string[] => wrapped(style.text(text), columns, '  ');
  const { status, figures } = result;
  return [
    ...line(headline === null ? words.noTrials : words.headline(headline)).map(style.bold),
    ...(status === 'complete'
      ? []
      : line(words.incomplete[status](agreement.valid, report.plannedTrials)).map(style.warn)),
    ...line(agreement.judged === 0 ? words.nothingJudged : say.agreement(agreement.agreeing, agreement.judged)),
    ...(agreement.verdictsJudged === 0 ? [] : line(say.verdicts(agreement.verdictsInside, agreement.verdictsJudged))),
    ...missLines(report, page),
    ...(censoring.total === 0 ? [] : line(say.censored(censoring.total, deadlineMs))),
    ...(agreement.invalid === 0 ? [] : line(say.invalid(agreement.invalid))),
    ...(figures === null ? [] : line(took(result.durationMs, figures.slowestTrialMs))),
    ...expectationLines(report, page),
    ...showingLines(report, page),
  ];
}

function missLines({ agreement }: ReportModel, page: Page): readonly string[] {
  const { words, style, columns, deadlineMs } = page;
  const say = words.terminal;
  const { misses } = agreement;
  if (misses.length === 0) return [];
  const listed = misses.slice(0, missesListed).flatMap(({ cell, trial }) => {
    const where = say.place(cell.detector.label, faultText(cell.fault, words), cell.traffic, trial.result.repeat + 1);
    const measured = trialMeasured(trial, words, deadlineMs);
    const predicted = trialPredicted(trial, isTransient(cell.fault), words);
    const text = style.text(say.miss(where, measured, predicted));
    return wrapped(`  ${style.marks.disagrees} ${text}`, columns, '    ');
  });
  const more = misses.length > missesListed ? [`    ${style.text(say.more(misses.length - missesListed))}`] : [];
  return [style.text(say.misses(misses.length)), ...[...listed, ...more].map(style.bad)];
}

function expectationLines({ result }: ReportModel, { words, style, columns }: Page): readonly string[] {
  const say = words.terminal;
  if (result.expectations.length === 0) return [];
  const lines = result.expectations.flatMap(({ text, met, observed }) => {
    const mark = met ? style.marks.agrees : style.marks.disagrees;
    const line = `  ${mark} ${style.text(`${text}  ${say.observed(observed)}`)}`;
    return wrapped(line, columns, '    ').map(met ? style.good : style.bad);
  });
  return [style.text(say.expectations), ...lines];
}
