/** Findings of the linter in words, for the terminal and the view. */
import { isTransient } from '#model/faults/index.ts';
import type { LintFinding } from '#model/plan/lint.ts';
import type { CellResult } from '#model/result/result.ts';
import { viewOfCell } from './cell.ts';
import { beyond, cellPrediction } from '../text/cell-text.ts';
import { duration } from '../text/numbers.ts';
import type { Words } from '../words/en.ts';

/** What the answer comes to: why it is well, or what to do. */
export function lintAdvice({ question, answer, evidence }: LintFinding, { lint }: Words): string {
  if (answer === 'pass') return lint.good[question];
  if (answer === 'unmeasured') return lint.needsNetwork;
  const isLate = answer === 'warn' && evidence.every(({ stats }) => stats.detected === stats.n);
  return isLate ? `${lint.late} ${lint.advice[question]}` : lint.advice[question];
}

/** One cell: where, what was measured, what theory said. */
export function lintEvidence(cell: CellResult, words: Words, deadlineMs: number): string {
  const { lint, traffic } = words;
  const what = lint.predicted(measured(cell, words, deadlineMs), cellPrediction(viewOfCell(cell, deadlineMs), words));
  return lint.evidence(cell.fault.label, traffic[cell.traffic], what);
}

function measured({ stats, fault }: CellResult, { lint, incident }: Words, deadlineMs: number): string {
  const time = stats.maxMs === null ? '\u2013' : duration(stats.maxMs);
  if (stats.falseAlarms > 0) return lint.alarm(time);
  if (stats.detected === stats.n) return incident.noticed(time);
  if (isTransient(fault)) return lint.silent;
  return stats.survived === stats.n ? incident.kept : incident.missed(beyond(deadlineMs), null);
}
