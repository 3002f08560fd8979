/** A cell of the matrix as one small line: predicted band beneath, a stroke for every trial. */
import type { CellView, TrialView } from '../facts/cell.ts';
import { type Markup, markup } from '../text/markup.ts';

const pc = (percent: number): string => `${Math.round(percent * 10) / 10}%`;

/* Right of the deadline. */
const beyond = { from: 92, to: 100, middle: 96 } as const;

export function spark(cell: CellView, at: (ms: number) => number, deadlineMs: number): Markup {
  const reached = cell.trials.filter((trial) => trial.timeMs !== null);
  const silent = cell.trials.find((trial) => trial.outcome === 'undetected' || trial.outcome === 'survived');
  return markup`<svg class="spark" aria-hidden="true"><line class="base" x1="2%" x2="90%" y1="6" y2="6"/>${band(cell, at, deadlineMs)}${reached.map((trial) => stroke(trial, at))}${silent === undefined ? '' : end(silent)}</svg>`;
}

function band({ prediction }: CellView, at: (ms: number) => number, deadlineMs: number): Markup | string {
  if (prediction.kind === 'unpredicted') return '';
  const late = prediction.kind === 'never' || prediction.fromMs > deadlineMs;
  const from = late ? beyond.from : at(prediction.fromMs);
  const to = late || prediction.toMs > deadlineMs ? beyond.to : at(prediction.toMs);
  return markup`<rect class="band" x="${pc(from)}" width="${pc(Math.max(2, to - from))}" y="0" height="12"/>`;
}

function stroke(trial: TrialView, at: (ms: number) => number): Markup {
  const x = pc(at(trial.timeMs ?? 0));
  const name = trial.judgement === 'disagrees' ? 'stroke off' : 'stroke';
  return markup`<line class="${name}" x1="${x}" x2="${x}" y1="2.5" y2="9.5"/>`;
}

function end(trial: TrialView): Markup {
  if (trial.outcome === 'survived') return markup`<circle class="line" cx="${beyond.middle}%" cy="6" r="2.2"/>`;
  return markup`<svg x="${beyond.middle}%" y="6" overflow="visible"><path class="line" d="M-2-3 2 0-2 3"/></svg>`;
}
