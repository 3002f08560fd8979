/** `halfopen history …`: what was measured before. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { alignColumns } from './columns.ts';
import type { HistoryOptions } from './options.ts';
import { renderTable } from './table.ts';
import { terminal } from './terminal.ts';
import { compareExperiments } from '#model/compare.ts';
import type { ComparedCell } from '#model/compare.ts';
import { exitCodes, HalfopenError } from '#model/error.ts';
import type { CellStats } from '#model/result.ts';
import { defaultHistoryPath, exportBundle, importBundle, openHistory, readHistory } from '#recorder';
import type { History, HistoryEntry } from '#recorder';

const print = (text: string): void => void process.stdout.write(text);
const printJson = (value: unknown): void => print(`${JSON.stringify(value, null, 2)}\n`);

/** @throws HalfopenError that says which file or id, and what to do. */
export function runHistory(options: HistoryOptions): Promise<number> {
  const path = options.db ?? defaultHistoryPath();
  const changes = options.action === 'import' || options.action === 'delete';
  if (!changes && options.db === undefined && !existsSync(path)) {
    if (options.action !== 'list') throw noHistory(path);
    print(options.json ? '[]\n' : 'No experiments yet: "halfopen run" makes the first.\n');
    return Promise.resolve(exitCodes.done);
  }
  const history = changes ? openHistory(path) : openForReading(path);
  try {
    act(history, options);
  } finally {
    history.close();
  }
  return Promise.resolve(exitCodes.done);
}

/** Crashed runs are saved as partial on the way, unless the file is read-only. */
function openForReading(path: string): History {
  try {
    return existsSync(path) ? openHistory(path) : readHistory(path);
  } catch (error) {
    if (error instanceof HalfopenError && ['history-read-only', 'history-not-opened'].includes(error.detail.code))
      return readHistory(path);
    throw error;
  }
}

function act(history: History, options: HistoryOptions): void {
  switch (options.action) {
    case 'list':
      return options.json ? printJson(history.list()) : print(listing(history.list()));
    case 'show': {
      const result = history.get(options.id);
      return options.json ? printJson(result) : print(renderTable(result, { ...terminal(process.stdout), lang: 'en' }));
    }
    case 'compare': {
      const cells = compareExperiments(history.get(options.left), history.get(options.right));
      return options.json ? printJson(cells) : print(comparison(cells));
    }
    case 'export': {
      const bundle = exportBundle(history, [options.id]);
      return options.file === undefined ? print(bundle) : writeFileSync(options.file, bundle);
    }
    case 'import': {
      const { taken, known } = importBundle(history, readText(options.file), options.file);
      const already = known.length === 0 ? '' : `; already there: ${known.join(', ')}`;
      return print(`taken in: ${taken.length === 0 ? 'nothing' : taken.join(', ')}${already}\n`);
    }
    case 'delete':
      return print(`deleted ${history.delete(options.id)}\n`);
  }
}

const shownIdLength = 10;

function listing(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'No experiments yet: "halfopen run" makes the first.\n';
  const rows = entries.map((entry) => [
    entry.id.slice(0, shownIdLength),
    `${entry.startedAt.slice(0, 16).replace('T', ' ')}Z`,
    entry.status,
    String(entry.trials),
    String(entry.detected),
    String(entry.falseAlarms),
    entry.name,
  ]);
  return alignColumns([['id', 'started', 'status', 'trials', 'detected', 'false alarms', 'name'], ...rows]);
}

function comparison(cells: readonly ComparedCell[]): string {
  const rows = cells.map((cell) => [
    cell.traffic,
    cell.detector,
    cell.fault,
    inWords(cell.left),
    inWords(cell.right),
    cell.outcomeDiffers ? 'differs' : difference(cell.p50DifferenceMs),
  ]);
  return alignColumns([['traffic', 'detector', 'fault', 'left', 'right', 'difference'], ...rows]);
}

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

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    throw new HalfopenError(
      { code: 'file-unreadable', fault: 'input', message: `${file} cannot be read (${errno}).`, given: file, errno },
      error,
    );
  }
}

const noHistory = (path: string): HalfopenError =>
  new HalfopenError({
    code: 'no-history',
    fault: 'input',
    message: `There is no history yet: ${path} does not exist.`,
    hint: 'Run an experiment first, or name another file with --db.',
  });
