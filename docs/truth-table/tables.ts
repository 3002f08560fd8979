/** A table per fault. What several cells have in common stands there once: their prediction, their trials. */
import { beyond } from '#report/text/cell-text.ts';
import { duration, range, spread } from '#report/text/numbers.ts';
import { en } from '#report/words/en.ts';
import { reasoning } from '#model/predict/rules.ts';
import type { RuleId } from '#model/predict/rules.ts';
import { isTransient } from '#model/faults/index.ts';
import type { TrialResult } from '#model/result/result.ts';
import type { Traffic } from '#model/traffic.ts';
import { inside, judged } from './rows.ts';
import type { Row } from './rows.ts';

export interface Tabled {
  readonly rows: readonly Row[];
  /** Of each cell. */
  readonly trials: number;
  readonly deadlineMs: number;
}

/** What is predicted of some detectors, and what was measured of them under each traffic that this is predicted for. */
interface Line {
  readonly detectors: readonly string[];
  readonly predicted: string;
  readonly measured: ReadonlyMap<Traffic, string>;
}

const distinct = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function tables(tabled: Tabled): readonly string[] {
  const traffics = distinct(tabled.rows.map(({ cell }) => cell.traffic));
  const faults = distinct(tabled.rows.map(({ cell }) => cell.fault.label));
  const head = ['detector', 'predicted, by rule', ...traffics.map((traffic) => en.traffic[traffic])];
  return faults.flatMap((fault) => {
    const lines = merged(linesOf({ ...tabled, rows: tabled.rows.filter(({ cell }) => cell.fault.label === fault) }));
    const text = lines.map(({ detectors, predicted, measured }) =>
      row([detectors.join(', '), predicted, ...traffics.map((traffic) => measured.get(traffic) ?? '')]),
    );
    return [`## ${fault}`, '', row(head), row(head.map(() => '---')), ...text, ''];
  });
}

/** A line per detector and predicted time. */
function linesOf(tabled: Tabled): readonly Line[] {
  const detectors = distinct(tabled.rows.map(({ cell }) => cell.detector.label));
  return detectors.flatMap((detector) => {
    const ofDetector = tabled.rows.filter(({ cell }) => cell.detector.label === detector);
    return [...Map.groupBy(ofDetector, predictedText)].map(([predicted, rows]) => ({
      detectors: [detector],
      predicted: `${predicted}, ${rulesText(rows)}`,
      measured: new Map(rows.map((each) => [each.cell.traffic, measuredText(each, tabled)])),
    }));
  });
}

/** The rule of the first traffic, and those of the others where they differ. */
function rulesText(rows: readonly Row[]): string {
  const byRule = [...Map.groupBy(rows, ({ cell }) => cell.prediction.rule)];
  const texts = byRule.map(([rule, those], index) => {
    const where = index === 0 ? '' : `${those.map(({ cell }) => en.traffic[cell.traffic]).join(', ')}: `;
    return `${where}\`${rule}\``;
  });
  return texts.join('; ');
}

/** Detectors with the same prediction and the same measurements, in one line. */
function merged(lines: readonly Line[]): readonly Line[] {
  const alike = Map.groupBy(lines, ({ predicted, measured }) => JSON.stringify([predicted, ...measured]));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, detectors: same.flatMap(({ detectors }) => detectors) }];
  });
}

function predictedText({ cell: { prediction, fault }, trials }: Row): string {
  if (prediction.kind === 'interval') return range(prediction);
  if (prediction.kind === 'never') return isTransient(fault) ? en.cell.silence : en.cell.never;
  return judged(trials).length > 0 ? en.cell.byTrial : 'unpredicted';
}

function measuredText({ cell, trials }: Row, { trials: planned, deadlineMs }: Tabled): string {
  const valid = trials.filter(({ outcome }) => outcome !== 'invalid');
  const off = judged(valid).length - inside(valid).length;
  const notes = [
    ...(valid.length === planned ? [] : [`${valid.length} trials`]),
    ...(off === 0 ? [] : [`**${off} outside**`]),
  ];
  return [verdictText(valid, isTransient(cell.fault), deadlineMs), ...notes].join(', ');
}

function verdictText(valid: readonly TrialResult[], transient: boolean, deadlineMs: number): string {
  const times = valid.flatMap(({ detectionMs }) => detectionMs ?? []).toSorted((a, b) => a - b);
  const [least, most, median] = [times[0], times.at(-1), times[Math.floor((times.length - 1) / 2)]];
  if (least === undefined || most === undefined || median === undefined)
    return transient ? en.cell.silence : beyond(deadlineMs);
  const part = times.length === valid.length ? '' : `${times.length} of ${valid.length}: `;
  return `${part}${transient ? 'false alarm ' : ''}${times.length === 1 ? duration(median) : spread(median, { fromMs: least, toMs: most })}`;
}

/** Why there is no prediction, for each rule that makes none. */
export function unpredicted(rows: readonly Row[]): readonly string[] {
  const rules = rows.flatMap(({ cell: { prediction }, trials }) =>
    prediction.kind === 'unpredicted' && judged(trials).length === 0 ? [prediction.rule] : [],
  );
  return distinct(rules).map((rule) => `- \`${rule}\`: ${reasoning(rule as RuleId).source}`);
}
