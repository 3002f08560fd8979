/** The report as GitHub Markdown: short enough for an issue, with the verdict first. */
import { isTransient } from '#model/faults/index.ts';
import { offByText, trialMeasured, trialPredicted } from '../text/cell-text.ts';
import { compactCell } from '../text/compact.ts';
import { mistakesParts } from './mistakes.ts';
import { table, text } from './text.ts';
import { rowLabel, showingText, showingsOf, storyIn } from '../facts/incident.ts';
import type { Matrix } from '../facts/matrix.ts';
import type { ReportModel } from '../facts/model.ts';
import { instant } from '../text/numbers.ts';
import { agreementText, supporting } from '../text/sentences.ts';
import type { Words } from '../words/en.ts';

const marks = { agrees: ' \u2713', disagrees: ' \u2717' } as const;

export function markdownReport(report: ReportModel, words: Words): string {
  const { result, headline, agreement } = report;
  const { host, status, plan } = result;
  const where = `${host.os} ${host.kernel} ${host.arch}`;
  const parts = [
    `## ${text(headline === null ? words.noTrials : words.headline(headline))}`,
    text(words.markdown.lead(result.name, instant(result.startedAt), where)),
    ...(host.simulated === true ? [`**${words.simulated}**`] : []),
    ...(status === 'complete' ? [] : [`**${words.incomplete[status](agreement.valid, report.plannedTrials)}**`]),
    [...supporting(report, words), agreementLine(report, words)].map((sentence) => `- ${text(sentence)}`).join('\n'),
    ...incident(report, words),
    ...report.matrices.flatMap((matrix) => [
      `### ${words.matrixCaption(matrix.traffic)}`,
      matrixTable(matrix, words, plan.deadlineMs),
    ]),
    text(words.markdown.key(plan.deadlineMs)),
    ...mistakesParts(report, words),
    `### ${words.sections.agreement}`,
    text(agreementText(report, words)),
    ...(agreement.misses.length === 0 ? [] : [missesTable(report, words)]),
    ...expectations(report, words),
    planBlock(report, words),
    words.markdown.version(text(host.halfopen), text(host.node)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The title of the story, and what before and after did. */
function incident(report: ReportModel, words: Words): readonly string[] {
  const { plan } = report.result;
  if (plan.story === undefined) return [];
  const { incident: say, traffic } = words;
  const lines = showingsOf(report).map(({ role, cell }) => {
    const what = showingText(cell, words, plan.deadlineMs);
    return `- ${text(say.role[role](say.showing(cell.detector.label, cell.fault.label, traffic[cell.traffic], what)))}`;
  });
  return [`### ${text(storyIn(plan.story, words.code).title)}`, lines.join('\n')];
}

function agreementLine({ agreement }: ReportModel, words: Words): string {
  if (agreement.judged === 0) return words.nothingJudged;
  return words.agreementSentence(agreement.agreeing, agreement.judged);
}

function matrixTable(matrix: Matrix, words: Words, deadlineMs: number): string {
  const rows = matrix.rows.map((row) => [
    rowLabel(row.detector, words),
    ...row.cells.map((cell) => {
      if (cell === null) return words.cell.empty;
      const compact = compactCell(cell, words, deadlineMs);
      return compact.mark === null ? compact.text : compact.text + marks[compact.mark];
    }),
  ]);
  return table([words.columns.detector, ...matrix.faults.map(({ label }) => label)], rows);
}

function missesTable({ agreement, result }: ReportModel, words: Words): string {
  const { columns } = words;
  const heads = [columns.detector, columns.fault, columns.traffic, columns.trial];
  return table(
    [...heads, columns.measured, columns.predicted, columns.offBy],
    agreement.misses.map(({ cell, trial, offByMs }) => [
      cell.detector.label,
      cell.fault.label,
      words.traffic[cell.traffic],
      String(trial.result.repeat + 1),
      trialMeasured(trial, words, result.plan.deadlineMs),
      trialPredicted(trial, isTransient(cell.fault), words),
      offByText(offByMs, words),
    ]),
  );
}

function expectations({ result }: ReportModel, words: Words): readonly string[] {
  if (result.expectations.length === 0) return [];
  const rows = result.expectations.map(({ text: line, observed, met }) => [
    line,
    observed,
    met ? `\u2713 ${words.expectation.met}` : `\u2717 ${words.expectation.missed}`,
  ]);
  const { columns } = words;
  return [`### ${words.sections.expectations}`, table([columns.expectation, columns.observed, columns.met], rows)];
}

/** A fence longer than any run of backticks inside it cannot be closed from within. */
function planBlock({ reproduce }: ReportModel, words: Words): string {
  const longest = Math.max(2, ...[...reproduce.yaml.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const lead = `<details><summary>${words.reproduce.plan}</summary>`;
  return `${lead}\n\n${fence}yaml\n${reproduce.yaml}${fence}\n\n\`${reproduce.command}\`\n\n</details>`;
}
