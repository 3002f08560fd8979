import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { fakeHost } from '../contract/fake-host.ts';
import { run, runEvents } from './run-story.ts';
import { connect } from '#contract/wire/connect.ts';
import { wirePair } from '#contract/wire/pair.ts';
import { serveWire } from '#contract/wire/serve.ts';
import type { SessionRow } from '#model/live/live.ts';
import { summarize } from '#model/result/summarize.ts';
import type { Ns } from '#model/time.ts';
import { Commands } from '#store/commands.ts';
import { Duties } from '#store/connection.ts';
import type { ConnectionState } from '#store/connection.ts';
import { parseSearch, printSearch, toggled } from '#store/history-search.ts';
import { freshPlan, setDetector, toggleTraffic } from '#store/plan-draft.ts';
import { createPreferences } from '#store/preferences.ts';
import { runStateOf } from '#store/run.ts';
import { changed } from '#store/sessions.ts';
import type { SessionsState } from '#store/sessions.ts';

describe('duties', () => {
  function link() {
    const [hostEnd, viewEnd] = wirePair(queueMicrotask);
    serveWire(fakeHost(3).host, hostEnd, () => undefined);
    let tell = (_: ConnectionState): void => undefined;
    const duties = new Duties({
      client: connect(viewEnd),
      onState: (handle) => {
        tell = handle;
        handle({ kind: 'connecting' });
        return () => undefined;
      },
    });
    return { duties, become: (state: ConnectionState) => tell(state) };
  }

  test('begin when the host is there, stop when it goes, and begin anew when it is back', () => {
    const { duties, become } = link();
    const signals: AbortSignal[] = [];
    duties.whileOpen((_, signal) => {
      signals.push(signal);
      return Promise.resolve();
    });
    expect(signals).toHaveLength(0);
    become({ kind: 'open' });
    become({ kind: 'lost', why: 'x' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    become({ kind: 'open' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('a preference takes effect at once, and is taken back when the host cannot keep it', async () => {
    const { duties, become } = link();
    const preferences = createPreferences(duties, { theme: 'dark' });
    expect(preferences.store.getState().theme).toBe('dark');
    become({ kind: 'open' });
    await vi.waitFor(() => expect(preferences.store.getState().theme).toBe('system'));
    const setting = preferences.set({ language: 'zh' });
    expect(preferences.store.getState().language).toBe('zh');
    await expect(setting).rejects.toMatchObject({ detail: { code: 'not-here' } });
    expect(preferences.store.getState().language).toBe('system');
  });
});

describe('commands', () => {
  test('keys find them, two in a row too; the newest come first', () => {
    const commands = new Commands();
    const command = (id: string, keys?: string) => ({
      id,
      title: id,
      ...(keys === undefined ? {} : { keys }),
      run: () => undefined,
    });
    commands.offer([command('help', '?'), command('home', 'g h')]);
    const takeBack = commands.offer([command('again', 'r')]);
    expect(commands.store.getState().map(({ id }) => id)).toEqual(['again', 'help', 'home']);
    expect(commands.match('g', null)).toBe('prefix');
    expect(commands.match('h', 'g')).toMatchObject({ id: 'home' });
    expect(commands.match('h', null)).toBe(null);
    expect(commands.match('r', null)).toMatchObject({ id: 'again' });
    takeBack();
    expect(commands.match('r', null)).toBe(null);
  });
});

describe('a search', () => {
  test('has words, filters with several values, and negation', () => {
    expect(parseSearch('cut  -tag:old,bad detector:keepalive is:starred colour:red')).toEqual({
      text: 'cut',
      filters: [
        { field: 'tag', values: ['old', 'bad'], not: true },
        { field: 'detector', values: ['keepalive'], not: false },
        { field: 'starred', values: ['yes'], not: false },
      ],
      unknown: ['colour:red'],
    });
  });

  test('is printed as it was read', () => {
    const value = fc.stringMatching(/^[a-z0-9.-]{1,8}$/);
    const filter = fc.record({
      field: fc.constantFrom('status', 'tag', 'detector', 'fault', 'traffic', 'host'),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
      not: fc.boolean(),
    });
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word), fc.array(filter), (words, filters) => {
        const search = { text: words.join(' '), filters: filters as never };
        expect(parseSearch(printSearch(search))).toEqual({ ...search, unknown: [] });
      }),
    );
  });

  test('a value chosen twice is gone again', () => {
    const empty = parseSearch('');
    const once = toggled(empty, 'fault', 'rst');
    expect(printSearch(once)).toBe('fault:rst');
    expect(toggled(once, 'fault', 'rst').filters).toEqual([]);
  });
});

describe('the table of sessions', () => {
  const row = (session: number, unacked = 0) => ({ session, unacked }) as unknown as SessionRow;
  const nothing: SessionsState = { rows: [], servers: [], isKnown: false, now: 0 as Ns };

  test('keeps rows that did not change, newest first', () => {
    const first = changed(nothing, { now: 1 as Ns, rows: [row(1), row(2)], gone: [], servers: [] });
    const second = changed(first, { now: 2 as Ns, rows: [row(2, 5), row(3)], gone: [], servers: null });
    expect(second.rows.map(({ session }) => session)).toEqual([3, 2, 1]);
    expect(second.rows[2]).toBe(first.rows[1]);
    const third = changed(second, { now: 3 as Ns, rows: [], gone: [2], servers: null });
    expect(third.rows.map(({ session }) => session)).toEqual([3, 1]);
    expect(changed(third, { now: 4 as Ns, rows: [], gone: [], servers: null }).rows).toBe(third.rows);
  });
});

describe('a run that is followed', () => {
  test('shows only what has ended, and in the end the result that the record gives', () => {
    const events = runEvents();
    const early = runStateOf(events.slice(0, 4), run);
    expect(early).toMatchObject({ planned: 2, ended: 1, endedAt: null });
    expect(early.result?.cells.flatMap(({ trials }) => trials)).toHaveLength(1);
    const whole = runStateOf(events, run);
    expect(whole).toMatchObject({ planned: 2, ended: 2 });
    expect(whole.result).toEqual(summarize(events, run));
  });
});

test('a draft changes only where it is changed', () => {
  expect(setDetector(freshPlan, 0, null).detectors).toEqual(freshPlan.detectors.slice(1));
  expect(setDetector(freshPlan, 3, { kind: 'eof' }).detectors).toHaveLength(4);
  expect(toggleTraffic(toggleTraffic(freshPlan, 'idle'), 'idle').traffic).toEqual(['writing', 'idle']);
});
