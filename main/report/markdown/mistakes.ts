/** Mistakes as GitHub Markdown: the reasons of RFC 1122, who gave up what, and what watching costs. */
import { table, text } from './text.ts';
import { faultText } from '../text/cell-text.ts';
import { costTexts, killedText, rateText, strainText, within } from '../text/mistake-text.ts';
import { type MistakeTable, tellingTrials } from '../facts/mistakes.ts';
import type { ReportModel } from '../facts/model.ts';
import { reasonsOf } from '../facts/reasons.ts';
import type { Words } from '../words/en.ts';

/** Nothing where trials are too few to say much: an issue is short. */
export function mistakesParts({ mistakes, strain }: ReportModel, words: Words): readonly string[] {
  if (mistakes === null || mistakes.fewest < tellingTrials) return [];
  const say = words.mistakes;
  return [
    `### ${words.sections.mistakes}`,
    text(say.lead),
    reasonsOf(mistakes, words)
      .map((reason, index) => `${index + 1}. ${text(reason)}`)
      .join('\n'),
    ...mistakes.tables.map((each) => givenUp(each, words)),
    text(say.tableKey),
    ...(mistakes.costs.length === 0 ? [] : [costs(mistakes.costs, words)]),
    ...(strain === null
      ? []
      : [strain.exceeded ? `**${text(strainText(strain, words))}**` : text(strainText(strain, words))]),
  ];
}

function givenUp({ faults, rows }: MistakeTable, words: Words): string {
  return table(
    [words.columns.detector, ...faults.map((fault) => faultText(fault, words))],
    rows.map(({ label, cells }) => [
      label,
      ...cells.map((cell) =>
        cell === null || cell.valid === 0
          ? words.cell.empty
          : `${killedText(cell, words)} [${within(cell.quality.killed)}] ${rateText(cell.quality.underFault, words)}`,
      ),
    ]),
  );
}

function costs(all: NonNullable<ReportModel['mistakes']>['costs'], words: Words): string {
  const { columns } = words.mistakes;
  return table(
    [words.columns.detector, columns.bytesPerHour, columns.thousand],
    all.map((cost) => {
      const { hour, thousand } = costTexts(cost, words);
      return [cost.label, hour, thousand];
    }),
  );
}
