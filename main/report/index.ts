/** Reports of an experiment: one door for every format and language. */
import type { ExperimentResult } from '#model/result.ts';
import { csvReport } from './csv.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { markdownReport } from './markdown.ts';
import { reportOf } from './model.ts';
import { en, type Words } from './words/en.ts';
import { zh } from './words/zh.ts';

export type { CellView, Judgement, TrialView } from './cell.ts';
export { trialMeasured, trialPredicted } from './cell-text.ts';
export { type CompactCell, compactCell } from './compact.ts';
export type { Matrix, MatrixRow } from './matrix.ts';
export { type ReportModel, reportOf } from './model.ts';
export type { Words } from './words/en.ts';

export type ReportFormat = 'html' | 'csv' | 'json' | 'md';
export type ReportLanguage = 'en' | 'zh';

export const reportFormats: readonly ReportFormat[] = ['html', 'csv', 'json', 'md'];

const words = { en, zh } as const satisfies Record<ReportLanguage, Words>;

export const wordsIn = (language: ReportLanguage): Words => words[language];

/** The whole file, as text. CSV and JSON are the same in every language. */
export function renderReport(result: ExperimentResult, format: ReportFormat, language: ReportLanguage): string {
  switch (format) {
    case 'html':
      return htmlReport(reportOf(result), words[language]);
    case 'md':
      return markdownReport(reportOf(result), words[language]);
    case 'csv':
      return csvReport(result);
    case 'json':
      return jsonReport(result);
  }
}
