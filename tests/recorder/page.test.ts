import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openHistory } from '#recorder';
import type { History } from '#recorder';
import { detectorLabel } from '#model/detectors/index.ts';
import type { RunEvent } from '#model/event.ts';
import { faultLabel } from '#model/faults/index.ts';
import { historySortFields } from '#model/history-query.ts';
import type { HistoryFilter, HistoryPageEntry, HistoryPageQuery } from '#model/history-query.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Traffic } from '#model/traffic.ts';
import { summarize } from '#model/result/summarize.ts';
import { ended, finished, plan, started, struck } from './story.ts';

const detectors: readonly DetectorSettings[] = [
  { kind: 'eof' },
  { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 },
  { kind: 'keepalive', idleMs: 2000, intervalMs: 1000, count: 3 },
  { kind: 'write-probe', intervalMs: 1000 },
];
const faults: readonly Fault[] = [{ kind: 'rst' }, { kind: 'kill' }, { kind: 'reboot', downMs: 2000 }];
const texts = ['Alpha', 'beta', 'Ünï', '心跳', '100%', 'a_b', "o'clock", ''];
const tags = ['nightly', 'wifi', 'Wifi', 'x%'];

interface Kept {
  readonly result: ExperimentResult;
  readonly note: string;
  readonly starred: boolean;
  readonly tags: readonly string[];
  readonly hidden: boolean;
}

const experiment = fc.record({
  name: fc.tuple(fc.constantFrom(...texts), fc.constantFrom('one', 'Two')).map(([a, b]) => `${a} ${b}`.trim()),
  detectors: fc.uniqueArray(fc.constantFrom(...detectors), { minLength: 1 }),
  faults: fc.uniqueArray(fc.constantFrom(...faults), { minLength: 1 }),
  traffic: fc.uniqueArray(fc.constantFrom<Traffic>('idle', 'writing'), { minLength: 1 }),
  kernel: fc.constantFrom('6.1', '5.10'),
  os: fc.constantFrom('Linux', 'Darwin'),
  status: fc.constantFrom('complete', 'partial', 'cancelled'),
  day: fc.integer({ min: 1, max: 28 }),
  endedTrials: fc.integer({ min: 0, max: 3 }),
  note: fc.constantFrom(...texts),
  starred: fc.boolean(),
  tags: fc.uniqueArray(fc.constantFrom(...tags)),
  hidden: fc.boolean(),
});
type Drawn = typeof experiment extends fc.Arbitrary<infer T> ? T : never;

function keptOf(drawn: Drawn, id: string): Kept {
  const start = started(id) as RunEvent & { type: 'started' };
  const { name, kernel, os, day, note, starred, hidden } = drawn;
  const wanted = { ...plan, ...drawn, name, repeats: 2 };
  const events = [
    {
      ...start,
      plan: { ...plan, name, repeats: 2, detectors: wanted.detectors, faults: wanted.faults, traffic: wanted.traffic },
      host: { ...start.host, os, kernel },
      startedAt: `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`,
    },
    ...Array.from({ length: drawn.endedTrials }, (_, trial) => [struck(id, trial, 5), ended(id, trial, 10)]).flat(),
    { ...finished(id), at: (1e9 * day) % 7e9, status: drawn.status } as RunEvent,
  ];
  return { result: summarize(events, id), note, starred, tags: drawn.tags, hidden };
}

function keep(history: History, { result, note, starred, tags: added, hidden }: Kept): void {
  history.importExperiment(result, []);
  history.change([result.id], { note, starred, addTags: [...added] });
  if (hidden) history.hide([result.id]);
}

/** SQLite's NOCASE knows the letters of ASCII. */
const folded = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

function valuesOf({ result, starred, tags: own }: Kept, field: HistoryFilter['field']): readonly string[] {
  const { plan: done, host, status } = result;
  switch (field) {
    case 'status':
      return [status];
    case 'starred':
      return [starred ? 'yes' : 'no'];
    case 'tag':
      return own;
    case 'detector':
      return done.detectors.flatMap((each) => [each.kind, detectorLabel(each)]);
    case 'fault':
      return done.faults.flatMap((each) => [each.kind, faultLabel(each)]);
    case 'traffic':
      return done.traffic;
    case 'host':
      return [host.os, `${host.os} ${host.kernel} ${host.arch}`];
  }
}

function matches(kept: Kept, { text, filters }: HistoryPageQuery): boolean {
  const { id, name } = kept.result;
  const words = text.toLowerCase().split(/\s+/);
  const hasText = words.every(
    (word) =>
      id.toLowerCase().startsWith(word) ||
      [name, kept.note, ...kept.tags].some((place) => place.toLowerCase().includes(word)),
  );
  const isWanted = filters.every(({ field, values, not }) => {
    const own = valuesOf(kept, field).map(folded);
    return values.some((value) => own.includes(folded(value))) !== not;
  });
  return !kept.hidden && hasText && isWanted;
}

/** Null last, whichever way. */
function sortValue({ judged, withinPrediction, ...entry }: HistoryPageEntry, by: HistoryPageQuery['sort']['by']) {
  if (by === 'agreement') return judged === 0 ? null : withinPrediction / judged;
  if (by === 'name') return folded(entry.name);
  if (by === 'status') return ['running', 'complete', 'partial', 'cancelled'].indexOf(entry.status);
  return entry[by];
}

const anyValue = fc.constantFrom(
  'complete',
  'partial',
  'yes',
  'no',
  'wifi',
  'nightly',
  'x%',
  'KEEPALIVE',
  'keepalive 2s/1s/3',
  'eof',
  'reboot',
  'rst',
  'writing',
  'linux',
  'Linux 6.1 x64',
  'nothing',
  '',
);
const query: fc.Arbitrary<HistoryPageQuery> = fc.record({
  text: fc.constantFrom('', ' ', 'ALPHA', 'ünÏ', '跳', '%', '_', "'", 'e0', 'night', 'zz', 'two  beta', 'e WIFI'),
  filters: fc.array(
    fc.record({
      field: fc.constantFrom('status', 'tag', 'detector', 'fault', 'traffic', 'host', 'starred'),
      values: fc.array(anyValue, { minLength: 1, maxLength: 3 }),
      not: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  sort: fc.record({ by: fc.constantFrom(...historySortFields), descending: fc.boolean() }),
  offset: fc.integer({ min: 0, max: 4 }),
  limit: fc.integer({ min: 1, max: 8 }),
});

test('a page has what a look at every experiment would find, in order', () => {
  fc.assert(
    fc.property(fc.array(experiment, { maxLength: 8 }), fc.array(query, { minLength: 1 }), (drawn, queries) => {
      const history = openHistory(':memory:');
      const all = drawn.map((each, index) => keptOf(each, `e${index}`));
      for (const kept of all) keep(history, kept);
      for (const asked of queries) {
        const whole = history.page({ ...asked, offset: 0, limit: 500 });
        const expected = all.filter((kept) => matches(kept, asked)).map(({ result }) => result.id);
        expect(whole.entries.map(({ id }) => id).toSorted()).toEqual(expected);
        expect([whole.total, whole.all]).toEqual([expected.length, all.filter(({ hidden }) => !hidden).length]);
        const sorted = whole.entries.map((entry) => sortValue(entry, asked.sort.by));
        const present = sorted.filter((value) => value !== null);
        expect(sorted.slice(0, present.length)).toEqual(present);
        const ascending = present.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
        expect(present).toEqual(asked.sort.descending ? ascending.toReversed() : ascending);
        const page = history.page(asked);
        expect(page.entries).toEqual(whole.entries.slice(asked.offset, asked.offset + asked.limit));
      }
      history.close();
    }),
    { numRuns: 60 },
  );
});

test('an entry says what is in the result, and what people added', () => {
  const history = openHistory(':memory:');
  const kept = keptOf(
    {
      name: 'Alpha',
      kernel: '6.1',
      os: 'Linux',
      status: 'complete',
      day: 3,
      endedTrials: 3,
      note: 'why',
      starred: true,
      tags: ['wifi'],
      hidden: false,
      detectors: detectors.slice(0, 2),
      faults: faults.slice(0, 2),
      traffic: ['idle'],
    },
    'a1',
  );
  keep(history, kept);
  const { entries, known } = history.page({
    text: '',
    filters: [],
    sort: { by: 'startedAt', descending: true },
    offset: 0,
    limit: 10,
  });
  expect(entries).toEqual([
    {
      id: 'a1',
      name: 'Alpha',
      status: 'complete',
      startedAt: '2026-11-03T00:00:00.000Z',
      durationMs: kept.result.durationMs,
      host: 'Linux 6.1 x64',
      detectors: 2,
      faults: 2,
      plannedTrials: 8,
      trials: 3,
      detected: 3,
      falseAlarms: 0,
      invalid: 0,
      judged: 3,
      withinPrediction: 3,
      note: 'why',
      starred: true,
      simulated: false,
      tags: ['wifi'],
    },
  ]);
  expect(known).toEqual({
    tag: ['wifi'],
    detector: ['eof', 'keepalive', 'keepalive 1s/1s/3'],
    fault: ['kill', 'rst'],
    traffic: ['idle'],
    host: ['Linux', 'Linux 6.1 x64'],
  });
  history.close();
});

test('what can be filtered by is told the commonest first, and never of what is out of sight', () => {
  const history = openHistory(':memory:');
  const base = { name: 'n', kernel: '6.1', os: 'Linux', status: 'complete', day: 3, endedTrials: 0, note: '' } as const;
  const rest = { starred: false, hidden: false, faults: [faults[0]], traffic: ['idle'] } as const;
  const sets = [['rare'], ['common', 'hidden'], ['common']];
  for (const [index, own] of sets.entries())
    keep(history, keptOf({ ...base, ...rest, detectors: [detectors[0]], tags: own } as unknown as Drawn, `e${index}`));
  const knownTags = (): readonly string[] =>
    history.page({ text: '', filters: [], sort: { by: 'name', descending: false }, offset: 0, limit: 1 }).known.tag;
  expect(knownTags()).toEqual(['common', 'hidden', 'rare']);
  history.hide(['e1']);
  expect(knownTags()).toEqual(['common', 'rare']);
  history.unhide(['e1']);
  expect(knownTags()).toEqual(['common', 'hidden', 'rare']);
  history.change(['e0'], { addTags: ['common'], removeTags: ['rare'] });
  expect(knownTags()).toEqual(['common', 'hidden']);
  expect(history.delete('e2')).toEqual(['e2']);
  expect(knownTags()).toEqual(['common', 'hidden']);
  history.close();
});
