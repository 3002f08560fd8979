/** Predictions as text for people. */
import { detectorLabel } from '#model/detectors/index.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { Kernel, Prediction } from '#model/prediction.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Traffic } from '#model/traffic.ts';
import { alignColumns } from '../terminal/columns.ts';
import { paint } from '../terminal/terminal.ts';

/** One line of what is printed, and one entry of `predictions` with --json. */
export interface PredictedCell {
  readonly os: Kernel['os'];
  readonly detector: DetectorSettings;
  readonly fault: Fault;
  readonly traffic: Traffic;
  readonly prediction: Prediction;
}

const systems = { linux: 'Linux', darwin: 'macOS', windows: 'Windows' } as const;

/** A block per detector and system: a line per fault and traffic, then where the formulas come from. */
export function predictionsAsText(cells: readonly PredictedCell[]): string {
  const blocks = new Map<string, string[][]>();
  for (const cell of cells) {
    const title = `${detectorLabel(cell.detector)} on ${systems[cell.os]}`;
    blocks.set(title, [...(blocks.get(title) ?? []), row(cell)]);
  }
  const text = [...blocks].map(([title, rows]) => `${paint.bold(title)}\n${alignColumns(rows)}`);
  const sources = new Set(cells.map(({ prediction }) => `  ${prediction.formula}\n    ${prediction.source}\n`));
  const notes = [...sources].join('');
  return `${text.join('\n')}\n${paint.bold('Sources')}\n${notes}`;
}

function row({ fault, traffic, prediction }: PredictedCell): string[] {
  return [`  ${faultLabel(fault)}`, traffic, ...describe(prediction), prediction.formula];
}

function describe(prediction: Prediction): readonly [string, string] {
  if (prediction.kind === 'never') return ['never', ''];
  if (prediction.kind === 'unpredicted') return ['not predicted', ''];
  return [
    range(prediction.fromMs, prediction.toMs),
    prediction.errno ?? (prediction.verdict === 'closed' ? 'EOF' : prediction.verdict),
  ];
}

function range(fromMs: number, toMs: number): string {
  if (toMs === Infinity) return `${time(fromMs)} or later`;
  return time(fromMs) === time(toMs) ? time(fromMs) : `${time(fromMs)} to ${time(toMs)}`;
}

/** Two significant steps are enough: nobody plans with the milliseconds of two hours. */
function time(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 600_000) return `${Number((ms / 1000).toFixed(ms < 60_000 ? 2 : 1))} s`;
  const minutes = ms / 60_000;
  return minutes < 120 ? `${Number(minutes.toFixed(1))} min` : `${Number((minutes / 60).toFixed(2))} h`;
}
