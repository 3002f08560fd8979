/** Saved experiments as plain columns. */
import { alignColumns } from '../terminal/columns.ts';
import type { ComparedCell } from '#model/result/compare.ts';
import type { CellStats } from '#model/result/result.ts';
import type { HistoryEntry, Imported } from '#recorder';

/** The part of a ULID that is its time: enough to tell runs apart, short enough to type. */
const shownIdLength = 10;

export function listing(entries: readonly HistoryEntry[]): string {
  const rows = entries.map((entry) => [
    entry.id.slice(0, shownIdLength),
    `${entry.startedAt.slice(0, 16).replace('T', ' ')}Z`,
    entry.simulated ? `${entry.status}, simulated` : entry.status,
    String(entry.trials),
    String(entry.detected),
    String(entry.falseAlarms),
    entry.judged === 0 ? '' : `${entry.withinPrediction}/${entry.judged}`,
    printable(entry.name),
  ]);
  const titles = ['id', 'started', 'status', 'trials', 'detected', 'false alarms', 'as predicted', 'name'];
  return alignColumns([titles, ...rows]);
}

/** What became of a file that was imported. */
export function importText({ imported, alreadyPresent, sessions }: Imported): string {
  const said = ({ imported: ids, alreadyPresent: present }: AddedAndPresent): string =>
    [ids.join(', ') || 'none', ...(present.length === 0 ? [] : [`already present: ${present.join(', ')}`])].join('; ');
  if (sessions === undefined) return `imported: ${said({ imported, alreadyPresent })}\n`;
  const { incomplete } = sessions;
  const lacking = `; not imported: ${incomplete.join(', ')} (this history does not have what they continue)`;
  return `live sessions imported: ${said(sessions)}${incomplete.length === 0 ? '' : lacking}\n`;
}

interface AddedAndPresent {
  readonly imported: readonly (string | number)[];
  readonly alreadyPresent: readonly (string | number)[];
}

export function comparison(cells: readonly ComparedCell[]): string {
  const rows = cells.map((cell) => [
    cell.traffic,
    printable(cell.detector),
    printable(cell.fault),
    inWords(cell.left),
    inWords(cell.right),
    cell.outcomeDiffers ? 'differs' : difference(cell.p50DifferenceMs),
  ]);
  return alignColumns([['traffic', 'detector', 'fault', 'left', 'right', 'difference'], ...rows]);
}

/* Names come from files of other people: controls, formats and halves of characters do nothing to this terminal. */
const printable = (text: string): string => text.replaceAll(/\p{C}/gu, '\ufffd');

const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;
const difference = (ms: number | null): string => (ms === null ? '' : `${ms < 0 ? '' : '+'}${seconds(ms)}`);

function inWords(stats: CellStats | null): string {
  if (stats === null) return '(none)';
  const counts = [
    [stats.detected, 'detected'],
    [stats.undetected, 'undetected'],
    [stats.falseAlarms, 'false alarm'],
    [stats.survived, 'survived'],
    [stats.invalid, 'invalid'],
  ] as const;
  const outcomes = counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ');
  return stats.p50Ms === null ? outcomes : `${seconds(stats.p50Ms)} (${outcomes})`;
}
