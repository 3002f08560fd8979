/** The story of an incident on a terminal: in short before the run, what it showed after it. */
import type { Story } from '#model/plan/plan.ts';
import { showingText, showingsOf, storyIn, wordsIn } from '#report';
import type { ReportLanguage, ReportModel } from '#report';
import type { Page } from './table-page.ts';
import { speaksUnicode, tableStyle } from './table-style.ts';
import { wrapped } from '../terminal/text-width.ts';

interface StoryOptions {
  readonly columns: number;
  readonly color: boolean;
  readonly lang: ReportLanguage;
}

/** Wider lines of prose are hard to read. */
const widest = 100;

/** Title, what happened and what decides: enough to know what one is about to see. */
export function renderStory(story: Story, { columns, color, lang }: StoryOptions): string {
  const unicode = speaksUnicode(process.env, process.platform);
  const words = wordsIn(unicode ? lang : 'en');
  const style = tableStyle({ color, unicode });
  const told = storyIn(story, words.code);
  const { incident } = words;
  const prose = (text: string): readonly string[] => wrapped(style.text(text), Math.min(columns, widest));
  const part = (head: string, text: string): readonly string[] => ['', style.bold(style.text(head)), ...prose(text)];
  const lines = [
    style.bold(style.text(told.title)),
    ...prose(told.happened),
    ...part(incident.why, told.why),
    ...part(incident.decides, told.decides),
    ...(told.scale === undefined ? [] : part(incident.scale, told.scale)),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** What the settings did before and after, and what puts it right. */
export function showingLines(report: ReportModel, { words, style, columns, deadlineMs }: Page): readonly string[] {
  const { story } = report.result.plan;
  const showings = showingsOf(report);
  if (showings.length === 0) return [];
  const { incident, traffic } = words;
  const lines = showings.flatMap(({ role, cell }) => {
    const what = showingText(cell, words, deadlineMs);
    const where = incident.showing(cell.detector.label, cell.fault.label, traffic[cell.traffic], what);
    const paint = role === 'before' ? style.warn : style.good;
    return wrapped(`  ${style.text(incident.role[role](where))}`, columns, '    ').map(paint);
  });
  const fix = story === undefined ? [] : wrapped(style.text(storyIn(story, words.code).fix), Math.min(columns, widest));
  return ['', style.bold(style.text(incident.shown)), ...lines, ...fix];
}
