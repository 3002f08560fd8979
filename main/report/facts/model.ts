/** Everything that a report of any format needs, computed once. */
import type { ExperimentResult, Strain } from '#model/result/result.ts';
import { type Agreement, agreementOf, type Censoring, censoringOf } from './agreement.ts';
import type { CellView } from './cell.ts';
import { cleaned } from '../text/clean.ts';
import { type Finding, findingsOf, mostTelling } from './findings.ts';
import { type InvalidTrials, invalidTrials } from './invalid.ts';
import { type Matrix, matricesOf } from './matrix.ts';
import { type Mistakes, mistakesOf } from './mistakes.ts';
import { planFile } from '../text/plan-file.ts';
import { type RuleUse, rulesOf } from './rules.ts';
import { type OptionDeviation, deviationsOf, optionsReadIn } from '../text/settings.ts';

export interface ReportModel {
  /** With every string made printable. */
  readonly result: ExperimentResult;
  readonly headline: Finding | null;
  readonly findings: readonly Finding[];
  readonly matrices: readonly Matrix[];
  readonly cells: readonly CellView[];
  readonly agreement: Agreement;
  readonly censoring: Censoring;
  /** Trials that the plan asked for; fewer are there when the run was cancelled. */
  readonly plannedTrials: number;
  readonly invalid: readonly InvalidTrials[];
  /** Null without faults that pass. */
  readonly mistakes: Mistakes | null;
  /** Null where nobody can tell. */
  readonly strain: Strain | null;
  readonly rules: readonly RuleUse[];
  readonly deviations: readonly OptionDeviation[];
  readonly optionsRead: number;
  readonly reproduce: { readonly file: string; readonly command: string; readonly yaml: string };
}

export function reportOf(given: ExperimentResult): ReportModel {
  const result = cleaned(given);
  const { plan } = result;
  const matrices = matricesOf(result);
  const cells = matrices.flatMap((matrix) => matrix.rows.flatMap((row) => row.cells.filter((cell) => cell !== null)));
  const findings = findingsOf(matrices);
  const file = `${fileName(plan.name)}.yaml`;
  return {
    result,
    headline: mostTelling(findings),
    findings,
    matrices,
    cells,
    agreement: agreementOf(cells),
    censoring: censoringOf(cells, plan.deadlineMs),
    plannedTrials: plan.detectors.length * plan.faults.length * plan.traffic.length * plan.repeats,
    invalid: invalidTrials(cells),
    mistakes: mistakesOf(matrices),
    strain: result.strain ?? null,
    rules: rulesOf(cells),
    deviations: deviationsOf(cells),
    optionsRead: optionsReadIn(cells),
    reproduce: { file, command: `npx halfopen run ${file}`, yaml: planFile(given.plan) },
  };
}

/** Safe to type into any shell. */
function fileName(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  return slug === '' ? 'experiment' : slug;
}
