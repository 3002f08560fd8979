/** `halfopen history …`: what was measured before. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { comparison, importText, listing } from './history-text.ts';
import type { HistoryOptions } from '../options.ts';
import { renderTable } from '../run/table.ts';
import { terminal } from '../terminal/terminal.ts';
import { compareExperiments } from '#model/result/compare.ts';
import { exitCodes, HalfopenError } from '#model/error.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { defaultHistoryPath, exportBundle, importBundle, openHistory, readHistory, rescueFilesBeside } from '#recorder';
import type { History, HistoryQuery } from '#recorder';

type Print = (text: string) => void;

/** What some commands take beside `HistoryOptions`. */
export interface HistoryExtras extends HistoryQuery {
  /** Several experiments instead of one: export, delete. */
  readonly ids?: readonly string[];
  /** Delete without asking. Absent: only a person at a terminal is asked. */
  readonly yes?: boolean;
}

/** @throws HalfopenError that says which file or id, and what to do. */
export async function runHistory(options: HistoryOptions & HistoryExtras): Promise<number> {
  const path = options.db ?? defaultHistoryPath();
  const print: Print = (text) => void process.stdout.write(text);
  if (options.action === 'list' && options.db === undefined && !existsSync(path)) {
    print(options.json ? '[]\n' : nothingYet);
    return exitCodes.done;
  }
  const history = openFor(options.action, path);
  try {
    await act(history, options, print);
  } finally {
    history.close();
  }
  return exitCodes.done;
}

const whyOnlyReading: ReadonlySet<string> = new Set([
  'history-read-only',
  'history-folder-unusable',
  'history-needs-wal',
  'disk-full',
]);

/** Crashed runs are saved as partial on the way, unless nothing can be written there. */
function openFor(action: HistoryOptions['action'], path: string): History {
  if (action === 'import') return openHistory(path);
  if (!existsSync(path)) return readHistory(path);
  try {
    return openHistory(path);
  } catch (error) {
    const isOnlyForReading = error instanceof HalfopenError && whyOnlyReading.has(error.detail.code);
    if (isOnlyForReading && action !== 'delete') return readHistory(path);
    throw error;
  }
}

async function act(history: History, options: HistoryOptions & HistoryExtras, print: Print): Promise<void> {
  switch (options.action) {
    case 'list':
      for (const file of rescueFilesBeside(history.path))
        process.stderr.write(
          `note: ${file} has measurements that are not in the history. Import it, then delete it.\n`,
        );
      return historyList(history, options, print);
    case 'show':
      return historyShow(history, { ...options, render: renderHere }, print);
    case 'compare':
      return historyCompare(history, options, print);
    case 'export':
      return historyExport(history, { ids: options.ids ?? [options.id], ...fileOf(options) }, print);
    case 'import':
      return historyImport(history, { text: readText(options.file), source: options.file }, print);
    case 'delete': {
      const yes = options.yes ?? !process.stdin.isTTY;
      return historyDelete(history, { ids: options.ids ?? [options.id], yes, ask: askHere() }, print);
    }
  }
}

const fileOf = ({ file }: { readonly file?: string }) => (file === undefined ? {} : { file });
const renderHere = (result: ExperimentResult): string =>
  renderTable(result, { ...terminal(process.stdout), lang: 'en' });

const nothingYet = 'No experiments yet. "halfopen run" runs the first.\n';

export function historyList(history: History, options: HistoryQuery & { readonly json: boolean }, print: Print): void {
  const entries = history.list(options);
  if (options.json) printJson(entries, print);
  else if (entries.length > 0) print(listing(entries));
  else print(options.text === undefined ? nothingYet : `No experiment matches "${options.text}".\n`);
}

export interface ShowOptions {
  readonly id: string;
  readonly json: boolean;
  readonly render: (result: ExperimentResult) => string;
}

export function historyShow(history: History, { id, json, render }: ShowOptions, print: Print): void {
  const result = history.get(id);
  if (json) printJson(result, print);
  else print(render(result));
}

export interface CompareOptions {
  readonly left: string;
  readonly right: string;
  readonly json: boolean;
}

export function historyCompare(history: History, { left, right, json }: CompareOptions, print: Print): void {
  const cells = compareExperiments(history.get(left), history.get(right));
  if (json) printJson(cells, print);
  else print(comparison(cells));
}

export interface ExportOptions {
  readonly ids: readonly string[];
  /** Absent or `-`: printed. */
  readonly file?: string;
}

export function historyExport(history: History, { ids, file }: ExportOptions, print: Print): void {
  const bundle = exportBundle(history, ids);
  if (file === undefined || file === '-') print(bundle);
  else writeFileSync(file, bundle);
}

export interface ImportOptions {
  readonly text: string;
  /** Where it is from, for messages. */
  readonly source: string;
}

export function historyImport(history: History, { text, source }: ImportOptions, print: Print): void {
  print(importText(importBundle(history, text, source)));
}

export interface DeleteOptions {
  readonly ids: readonly string[];
  readonly yes: boolean;
  /** Null where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
}

/** @throws HalfopenError `confirmation-needed`; then nothing was deleted. */
export async function historyDelete(history: History, { ids, yes, ask }: DeleteOptions, print: Print): Promise<void> {
  const meant = ids.map((id) => history.find(id));
  if (!yes) {
    if (ask === null) throw confirmationNeeded(meant);
    const what = meant.length === 1 ? 'this experiment' : `these ${meant.length} experiments`;
    if (!(await ask(`Delete ${what} with all measurements?\n  ${meant.join('\n  ')}\n[y/N] `)))
      return print('nothing was deleted\n');
  }
  print(`deleted ${history.delete(...meant).join(', ')}\n`);
}

function askHere(): DeleteOptions['ask'] {
  if (!process.stdin.isTTY) return null;
  return async (question) => {
    const dialogue = createInterface({ input: process.stdin, output: process.stderr });
    // Ctrl-D closes it, and so does Ctrl-C from here on: both mean no.
    const left = new Promise<string>((resolve) => void dialogue.once('close', () => resolve('')));
    dialogue.on('SIGINT', () => dialogue.close());
    const answer = await Promise.race([dialogue.question(question), left]);
    dialogue.close();
    return /^y(?:es)?$/i.test(answer.trim());
  };
}

const printJson = (value: unknown, print: Print): void => print(`${JSON.stringify(value, null, 2)}\n`);

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

const confirmationNeeded = (ids: readonly string[]): HalfopenError =>
  new HalfopenError({
    code: 'confirmation-needed',
    fault: 'input',
    message: `Deleting ${ids.join(', ')} cannot be undone, and no terminal is there to ask for confirmation.`,
    hint: 'Confirm with --yes.',
  });
