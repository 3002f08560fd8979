import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { story as sessionEvents } from '../model/live-story.ts';
import { ended, finished, plan, started, struck } from '../recorder/story.ts';
import { halfopen, launcher, pinnedNode } from './command-line.ts';
import { requires } from '../precondition.ts';
import { historyDelete, historyExport, historyImport, historyList, historyShow } from '#cli/history/history.ts';
import type { RunEvent } from '#model/event.ts';
import { openHistory } from '#recorder';
import type { History } from '#recorder';

const ids = ['01kb3aaaaaaaaaaaaaaaaaaaaa', '01kb4bbbbbbbbbbbbbbbbbbbbb'] as const;

function record(history: History, run: string, name: string): void {
  const start = started(run) as RunEvent & { type: 'started' };
  const recorder = history.recorder(run);
  recorder.append([{ ...start, plan: { ...plan, name } }, struck(run, 0, 5), ended(run, 0, 10), finished(run)]);
  recorder.close();
  history.conclude(run);
}

let folder = '';
let db = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-history-'));
  db = join(folder, 'history.db');
  const history = openHistory(db);
  record(history, ids[0], 'keepalive \u001b[31mred\u202e');
  record(history, ids[1], '心跳 against keepalive');
  history.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const table = `id          started            status    trials  detected  false alarms  as predicted  name
01kb4bbbbb  2026-11-20 12:00Z  complete  1       1         0             1/1           心跳 against keepalive
01kb3aaaaa  2026-11-20 12:00Z  complete  1       1         0             1/1           keepalive \ufffd[31mred\ufffd
`;

describe('halfopen history', () => {
  it('lists what was saved, with names that cannot command the terminal', async () => {
    expect(await halfopen(['history', '--db', db])).toEqual({ exitCode: 0, out: table, err: '' });
  });

  it('lists as JSON', async () => {
    const { out } = await halfopen(['history', 'list', '--json', '--db', db]);
    expect(JSON.parse(out)).toMatchObject([
      { id: ids[1], trials: 1, judged: 1, withinPrediction: 1 },
      { id: ids[0], status: 'complete', durationMs: 9000 },
    ]);
  });

  it('shows, exports, imports and deletes an experiment by the beginning of its id', async () => {
    const shown = await halfopen(['history', 'show', '01kb4', '--db', db]);
    expect(shown).toMatchObject({ exitCode: 0, err: '' });
    expect(shown.out).toContain('eof detected a reset (RST)');
    const [file, copy] = [join(folder, 'export.json'), join(folder, 'copy.db')];
    expect(await halfopen(['history', 'export', '01kb4', '-o', file, '--db', db])).toMatchObject({
      exitCode: 0,
      out: '',
    });
    const taken = await halfopen(['history', 'import', file, '--db', copy]);
    expect(taken).toEqual({ exitCode: 0, out: `imported: ${ids[1]}\n`, err: '' });
    const again = await halfopen(['history', 'import', file, '--db', copy]);
    expect(again.out).toBe(`imported: none; already present: ${ids[1]}\n`);
    const [left, right] = [db, copy].map((path) => halfopen(['history', 'show', '01kb4', '--json', '--db', path]));
    expect((await left)?.out).toBe((await right)?.out);
    expect(await halfopen(['history', 'delete', '01kb4', '--db', copy])).toMatchObject({ out: `deleted ${ids[1]}\n` });
    expect(JSON.parse((await halfopen(['history', '--json', '--db', copy])).out)).toEqual([]);
  });

  it.each([
    ['delete', ['history', 'delete', 'x']],
    ['show', ['history', 'show', 'x']],
    ['report', ['report', 'x']],
  ])('%s makes no history where there is none', async (_name, args) => {
    const path = join(folder, 'nowhere.db');
    const { exitCode, err } = await halfopen([...args, '--db', path]);
    expect({ exitCode, err }).toMatchObject({ exitCode: 2, err: expect.stringMatching(/There is no history yet/) });
    expect(existsSync(path)).toBe(false);
  });

  it('imports rescued live sessions, and names those that it cannot', async () => {
    const file = join(folder, 'history.db.sessions.rescued.jsonl');
    const rest = { ...sessionEvents.at(-1), session: 7 };
    writeFileSync(file, [...sessionEvents, rest].map((event) => `${JSON.stringify(event)}\n`).join(''));
    const args = ['history', 'import', file, '--db', join(folder, 'sessions.db')];
    const not7 = '; not imported: 7 (this history does not have what they continue)';
    expect((await halfopen(args)).out).toBe(`live sessions imported: 1${not7}\n`);
    expect((await halfopen(args)).out).toBe(`live sessions imported: none; already present: 1${not7}\n`);
  });

  it('says what is wrong with a file to take in, and what with a database', async () => {
    const text = join(folder, 'text.json');
    writeFileSync(text, 'no JSON');
    const copy = join(folder, 'other.db');
    const imported = await halfopen(['history', 'import', text, '--db', copy]);
    expect(imported).toMatchObject({ exitCode: 2, err: expect.stringMatching(/is not JSON[^]*Nothing was imported/) });
    const missing = await halfopen(['history', 'import', join(folder, 'gone.json'), '--db', copy]);
    expect(missing).toMatchObject({ exitCode: 2, err: expect.stringMatching(/cannot be read \(ENOENT\)/) });
    const listed = await halfopen(['history', '--db', text]);
    expect(listed).toMatchObject({ exitCode: 2, err: expect.stringMatching(/not a Halfopen history/) });
    expect(readFileSync(text, 'utf8')).toBe('no JSON');
  });
});

const canType = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore', timeout: 10_000 }).status === 0;

/** What is left of one experiment when delete was asked for at a terminal, and `answer` typed at its question. */
async function leftAfterTyping(answer: string): Promise<number> {
  const path = join(mkdtempSync(join(folder, 'asked-')), 'history.db');
  const history = openHistory(path);
  record(history, ids[0], 'asked');
  history.close();
  const command = `"${pinnedNode}" "${launcher}" history delete 01kb3 --db "${path}"`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const closed = once(terminal, 'close');
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      const wasAsked = shown.includes('[y/N]');
      shown += text;
      if (!wasAsked && shown.includes('[y/N]')) terminal.stdin.write(answer);
    });
    await closed;
    expect(shown).toContain('Delete this experiment with all measurements?');
  } finally {
    terminal.kill();
  }
  const left = openHistory(path);
  const count = left.list().length;
  left.close();
  return count;
}

requires('script(1)', canType).describe('delete at a terminal asks first', () => {
  it.each([
    ['yes', 'y\r', 0],
    ['no', 'n\r', 1],
    ['nothing', '\r', 1],
    ['Ctrl-D', '\u0004', 1],
    ['Ctrl-C', '\u0003', 1],
  ])('and takes %s for an answer', async (_what, answer, left) => {
    expect(await leftAfterTyping(answer)).toBe(left);
  });
});

describe('the commands themselves', () => {
  const told = async (act: (history: History, print: (text: string) => void) => unknown): Promise<string> => {
    const history = openHistory(db);
    let out = '';
    try {
      await act(history, (text) => void (out += text));
    } finally {
      history.close();
    }
    return out;
  };
  const count = (): Promise<string> => told((history, print) => print(String(history.list().length)));

  it('list what has a text in it, and say so when nothing has', async () => {
    const list = (text: string) => told((history, print) => historyList(history, { json: false, text }, print));
    expect(await list('心跳')).toContain('01kb4bbbbb');
    expect(await list('心跳')).not.toContain('01kb3aaaaa');
    expect(await list('zebra')).toBe('No experiment matches "zebra".\n');
  });

  it('show by the table that they are given', async () => {
    const render = ({ id, cells }: { id: string; cells: readonly unknown[] }) => `${id}: ${cells.length}\n`;
    expect(await told((history, print) => historyShow(history, { id: '01KB3', json: false, render }, print))).toBe(
      `${ids[0]}: 1\n`,
    );
  });

  it('export several, printed for "-", which can be imported', async () => {
    const bundle = await told((history, print) =>
      historyExport(history, { ids: ['01kb3', '01kb4'], file: '-' }, print),
    );
    const copy = openHistory(join(folder, 'two.db'));
    let out = '';
    historyImport(copy, { text: bundle, source: 'two.json' }, (text) => void (out += text));
    copy.close();
    expect(out).toBe(`imported: ${ids.join(', ')}\n`);
  });

  it('delete nothing that nobody agreed to', async () => {
    const remove = (options: Partial<Parameters<typeof historyDelete>[1]>) =>
      told((history, print) =>
        historyDelete(history, { ids: ['01kb3', '01kb4'], yes: false, ask: null, ...options }, print),
      );
    await expect(remove({})).rejects.toMatchObject({
      detail: { code: 'confirmation-needed', fault: 'input', hint: expect.stringMatching(/--yes/) },
    });
    const questions: string[] = [];
    const ask = (question: string) => {
      questions.push(question);
      return Promise.resolve(false);
    };
    expect(await remove({ ask })).toBe('nothing was deleted\n');
    expect(questions).toEqual([`Delete these 2 experiments with all measurements?\n  ${ids.join('\n  ')}\n[y/N] `]);
    await expect(remove({ ids: ['01kb3', 'zz'], yes: true })).rejects.toMatchObject({
      detail: { code: 'experiment-not-found' },
    });
    expect(await count()).toBe('2');
    expect(await remove({ yes: true })).toBe(`deleted ${ids.join(', ')}\n`);
    expect(await count()).toBe('0');
  });
});
