/** What the experiment of an incident showed: its story, and what its settings did before and after. */
import type { Role } from '#model/detectors/role.ts';
import type { Story, StoryText } from '#model/plan/plan.ts';
import type { CellView } from './cell.ts';
import { beyond, measuredText, predictedText } from '../text/cell-text.ts';
import type { ReportModel } from './model.ts';
import { duration } from '../text/numbers.ts';
import type { Words } from '../words/en.ts';

export interface Showing {
  readonly role: Role;
  readonly cell: CellView;
}

export const storyIn = (story: Story, code: string): StoryText =>
  code.startsWith('zh') ? (story.zh ?? story.en) : story.en;

/** The cells that the story is about: before, then after. */
export function showingsOf({ cells }: Pick<ReportModel, 'cells'>): readonly Showing[] {
  const of = (role: Role): Showing[] =>
    cells.filter(({ detector }) => detector.role === role).map((cell) => ({ role, cell }));
  return [...of('before'), ...of('after')];
}

/** What one cell did, in plain words: `noticed in 3.27 s`. */
export function showingText(cell: CellView, words: Words, deadlineMs: number): string {
  const { incident } = words;
  switch (cell.state) {
    case 'detected':
      return incident.noticed(duration(cell.p50Ms ?? 0));
    case 'undetected':
      return incident.missed(beyond(deadlineMs), theoryText(cell, words));
    case 'survived':
      return incident.kept;
    case 'false-alarm':
      return incident.killed(duration(cell.p50Ms ?? 0));
    case 'mixed':
    case 'invalid':
    case 'empty':
      return measuredText(cell, words, deadlineMs);
  }
}

/** Null where theory has nothing to add. */
function theoryText({ prediction }: CellView, words: Words): string | null {
  return prediction.kind === 'unpredicted' ? null : predictedText(prediction, false, words);
}

/** The label of a row, with its part in the story. */
export const rowLabel = ({ label, role }: { readonly label: string; readonly role?: Role }, words: Words): string =>
  role === undefined ? label : words.incident.role[role](label);
