/** A cell in one short line, for tables of text: terminals and issues. */
import type { Prediction } from '#model/prediction.ts';
import { isTransient } from '#model/faults/index.ts';
import type { CellView } from '../facts/cell.ts';
import { beyond, predictedText } from './cell-text.ts';
import { duration, roughRange, timeWithin } from './numbers.ts';
import type { Words } from '../words/en.ts';

export interface CompactCell {
  readonly text: string;
  /** Set where the text alone does not show whether theory agrees. */
  readonly mark: 'agrees' | 'disagrees' | null;
}

export function compactCell(cell: CellView, words: Words, deadlineMs: number): CompactCell {
  const text = compactText(cell, words, deadlineMs);
  const shown = cell.state === 'detected' && cell.prediction.kind === 'interval';
  if (cell.judgement === 'unjudged' || (cell.judgement === 'agrees' && shown)) return { text, mark: null };
  return { text, mark: cell.judgement };
}

function compactText(cell: CellView, words: Words, deadlineMs: number): string {
  const { prediction, p50Ms } = cell;
  const time = p50Ms === null ? '\u2013' : timed(p50Ms, prediction, words);
  switch (cell.state) {
    case 'detected':
      return time;
    case 'undetected':
      return prediction.kind === 'never' ? words.terminal.never : withPrediction(beyond(deadlineMs), cell, words);
    case 'false-alarm':
      return words.terminal.falseAlarm(p50Ms === null ? '\u2013' : duration(p50Ms));
    case 'survived':
      return prediction.kind === 'never'
        ? words.terminal.survived
        : withPrediction(words.terminal.survived, cell, words);
    case 'mixed':
      return cell.falseAlarms > 0
        ? words.terminal.falseAlarm(`${cell.falseAlarms}/${cell.valid}`)
        : `${cell.detected}/${cell.valid} ${time}`;
    case 'invalid':
    case 'empty':
      return words.cell[cell.state];
  }
}

function timed(ms: number, prediction: Prediction, words: Words): string {
  switch (prediction.kind) {
    case 'interval':
      return timeWithin(ms, prediction);
    case 'never':
      return `${duration(ms)} (${words.terminal.never})`;
    case 'unpredicted':
      return duration(ms);
  }
}

function withPrediction(text: string, { prediction, fault }: CellView, words: Words): string {
  if (prediction.kind === 'unpredicted') return text;
  const predicted =
    prediction.kind === 'interval' ? roughRange(prediction) : predictedText(prediction, isTransient(fault), words);
  return `${text} (${predicted})`;
}
