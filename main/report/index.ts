/** Reports of an experiment: one door for every format and language. */
import type { ExperimentResult } from '#model/result/result.ts';
import { csvReport } from './csv.ts';
import { htmlReport } from './html/report.ts';
import { jsonReport } from './json.ts';
import { markdownReport } from './markdown/report.ts';
import { reportOf } from './facts/model.ts';
import { sessionReport } from './session/session.ts';
import type { SessionFormat } from './session/session.ts';
import type { SessionStory } from './session/view.ts';
import { en, type Words } from './words/en.ts';
import { sessionEn } from './words/session-en.ts';
import { sessionZh } from './words/session-zh.ts';
import { zh } from './words/zh.ts';

export type { CellView, Judgement, TrialView } from './facts/cell.ts';
export { faultText, trialMeasured, trialPredicted } from './text/cell-text.ts';
export { type CompactCell, compactCell } from './text/compact.ts';
export { experimentFileName } from './text/file-name.ts';
export { rowLabel, showingText, showingsOf, storyIn } from './facts/incident.ts';
export { lintAdvice, lintEvidence } from './facts/lint.ts';
export type { Matrix, MatrixRow } from './facts/matrix.ts';
export { costTexts, killedText, rateText, strainText, within } from './text/mistake-text.ts';
export { tellingTrials } from './facts/mistakes.ts';
export { type ReportModel, reportOf } from './facts/model.ts';
export { sessionFileName } from './session/session.ts';
export type { SessionFormat } from './session/session.ts';
export type { SessionStory } from './session/view.ts';
export type { Words } from './words/en.ts';
export type { SessionWords } from './words/session-en.ts';

export type ReportFormat = 'html' | 'csv' | 'json' | 'md';
export type ReportLanguage = 'en' | 'zh';

export const reportFormats: readonly ReportFormat[] = ['html', 'csv', 'json', 'md'];

const words = { en, zh } as const satisfies Record<ReportLanguage, Words>;

const sessionWords = { en: sessionEn, zh: sessionZh } as const;

export const sessionWordsIn = (language: ReportLanguage) => sessionWords[language];

/** One live session and its events, as a whole file. */
export const renderSession = (story: SessionStory, format: SessionFormat, language: ReportLanguage): string =>
  sessionReport(story, format, { words: words[language], session: sessionWords[language] });

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
