import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandsOf, deathOf, phiPath, ticksPath, wholeOf, wide } from '../../renderer/view/charts/replay/marks.ts';
import { qualityOf } from '#model/replay/quality.ts';
import { exampleTrace } from '#model/replay/examples.ts';
import { replay } from '#model/replay/replay.ts';
import type { Trace } from '#model/replay/trace.ts';
import { bfd } from '#model/detectors/bfd.ts';
import { detectorPart } from '#model/detectors/index.ts';
import { dataName, isVariants } from '#model/settings/setting.ts';
import {
  entriesOf,
  freshFor,
  freshPlayground,
  ignoredBy,
  replayableParts,
  revived,
  without,
  withOneMore,
  withSettings,
} from '#store/playground.ts';
import type { PlaygroundEntry } from '#store/playground.ts';
import { aroundMistake, isCurrent, nextMistake, ReplayQueue } from '#store/replays.ts';
import type { Outcome } from '#store/replays.ts';

const trace = exampleTrace('bursty');
const fitted = entriesOf(freshPlayground, trace);

function allOf(of: Trace, entries: readonly PlaygroundEntry[]): readonly Outcome[] {
  const queue = new ReplayQueue(of, entries, new Map());
  const out: Outcome[] = [];
  while (!queue.isDone) out.push(...queue.work(() => false));
  return out;
}

describe('the chosen detectors', () => {
  test('are those that fit the trace until someone chooses', () => {
    expect(fitted.map(({ settings }) => settings.kind)).toEqual(['receive-deadline', 'k-of-n', 'bfd', 'phi-accrual']);
    expect(entriesOf({ entries: [] }, trace)).toEqual([]);
  });

  test('keep their ids while they change, go, and come', () => {
    const slower = withSettings(fitted, 1, { kind: 'receive-deadline', everyMs: 5, slackMs: 5 });
    expect(slower.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    const fewer = without(slower, 0);
    const more = withOneMore(fewer, bfd.example);
    expect(more.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(withOneMore([], bfd.example).map(({ id }) => id)).toEqual([0]);
  });

  test('are added at the pace of the trace', () => {
    expect(freshFor(trace, detectorPart('k-of-n'))).toMatchObject({ kind: 'k-of-n', intervalMs: 1000 });
    expect(freshFor(trace, detectorPart('heartbeat'))).toMatchObject({ idleMs: 1500, intervalMs: 500 });
  });

  test('show no setting that changes nothing in a replay', () => {
    const changed = (value: unknown): unknown => (typeof value === 'number' ? value * 3 : value);
    for (const { kind, settings, example } of replayableParts) {
      if (isVariants(settings)) throw new Error(`${kind} has variants, which this test does not change`);
      const hidden = Object.entries(settings)
        .filter(([name]) => ignoredBy(example).includes(name))
        .map(([name, setting]) => dataName(name, setting));
      expect(hidden, kind).toHaveLength(ignoredBy(example).length);
      const other = { ...example, ...Object.fromEntries(hidden.map((key) => [key, changed(example[key as 'kind'])])) };
      expect(replay(trace, other).suspicions, kind).toEqual(replay(trace, example).suspicions);
    }
  });

  test('come back from what was kept, as far as it is understood', () => {
    expect(revived(null)).toEqual(freshPlayground);
    expect(revived({ from: 'nowhere', example: 7, run: {}, trial: 'x', entries: 'y' })).toEqual(freshPlayground);
    const kept = { ...freshPlayground, from: 'run', run: 'r', trial: 3, entries: fitted } as const;
    expect(revived(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    const odd = [
      { settings: detectorPart('eof').example },
      null,
      { settings: { kind: 'new' } },
      { id: 9, settings: bfd.example },
    ];
    expect(revived({ entries: odd }).entries).toEqual([{ id: 0, settings: bfd.example }]);
  });
});

describe('replays in slices', () => {
  test('bring what a replay at once brings', () => {
    for (const { id, settings, replayed, quality } of allOf(trace, fitted)) {
      expect(settings).toEqual(fitted[id]?.settings);
      expect(replayed.suspicions).toEqual(replay(trace, settings).suspicions);
      expect(quality).toEqual(qualityOf(trace, replayed));
    }
  });

  test('rest when told to, and do nothing twice', () => {
    const long = { arrivalsMs: Array.from({ length: 2000 }, (_, index) => index * 100), diedAtMs: null };
    const queue = new ReplayQueue(long, fitted, new Map());
    expect(queue.work(() => false)).toEqual([]);
    expect(queue.isDone).toBe(false);
    const known = new Map(allOf(trace, fitted).map((outcome) => [outcome.id, outcome]));
    expect(new ReplayQueue(trace, fitted, known).isDone).toBe(true);
    const changed = withSettings(fitted, 2, bfd.example);
    expect(new ReplayQueue(trace, changed, known).work(() => true).map(({ id }) => id)).toEqual([2]);
    expect(isCurrent(known.get(2), trace, bfd.example)).toBe(false);
    expect(isCurrent(known.get(2), exampleTrace('bursty'), fitted[2]?.settings ?? detectorPart('eof').example)).toBe(
      false,
    );
  });

  test('lead from mistake to mistake and back to the first', () => {
    const outcomes = allOf(trace, fitted.slice(0, 1));
    const seen: number[] = [];
    let middleMs = -Infinity;
    for (let step = 0; step < 10; step++) {
      const mistake = nextMistake(trace, outcomes, middleMs);
      if (mistake === null) throw new Error('there are mistakes');
      seen.push(mistake.fromMs);
      const { fromMs, toMs } = aroundMistake(trace, mistake);
      middleMs = (fromMs + toMs) / 2;
    }
    const all = outcomes[0]?.replayed.suspicions.map(({ fromMs }) => fromMs).slice(0, -1) ?? [];
    expect(all).toHaveLength(9);
    expect(seen).toEqual([...all, all[0]]);
    expect(nextMistake(exampleTrace('jittery'), [], 0)).toBeNull();
  });
});

describe('what is drawn', () => {
  const span = { fromMs: 0, toMs: 1000 };

  test('is one stroke per place, in sight only', () => {
    expect(ticksPath([-5, 0, 0.1, 500, 1000, 1001], span, [0, 7])).toBe(`M0 0V7M${wide / 2} 0V7M${wide} 0V7`);
    const many = Array.from({ length: 100_000 }, (_, index) => index / 100);
    expect(ticksPath(many, span, [0, 7]).split('M').length).toBeLessThan(wide + 3);
  });

  test('tells a mistake from what is right from the death on', () => {
    const suspicions = [
      { fromMs: 100, untilMs: 200, reason: '' },
      { fromMs: 700, untilMs: null, reason: '' },
    ];
    expect(bandsOf(suspicions, span, 800)).toEqual([
      { from: 10, to: 20, isMistake: true },
      { from: 70, to: 80, isMistake: true },
      { from: 80, to: 100, isMistake: false },
    ]);
    expect(bandsOf(suspicions, { fromMs: 300, toMs: 600 }, 800)).toEqual([]);
  });

  test('stays in the picture and in order, however many suspicions there are', () => {
    const gaps = fc.array(fc.double({ min: 0.001, max: 40, noNaN: true }), { maxLength: 400 });
    fc.assert(
      fc.property(gaps, fc.double({ min: 0, max: 2000, noNaN: true }), (steps, watchedMs) => {
        let atMs = 0;
        const times = steps.map((step) => (atMs += step));
        const suspicions = times.flatMap((fromMs, index) =>
          index % 2 === 0 ? [{ fromMs, untilMs: times[index + 1] ?? null, reason: '' }] : [],
        );
        const bands = bandsOf(suspicions, span, watchedMs);
        for (const { from, to } of bands) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(100.2);
        }
        expect(bands.length).toBeLessThan(1300);
      }),
    );
  });

  test('reaches the threshold where phi does, and is cut off above', () => {
    const points = [0, 4, 8, 80].map((phi, index) => ({ atMs: index * 250, phi }));
    expect(phiPath(points, span, { threshold: 8, height: 100 })).toBe('M0 100L500 65L1000 30L1500 -40');
  });

  test('has room for the slowest, in steps, and never for more than twice the trace', () => {
    const ends = (...times: readonly (number | null)[]) =>
      wholeOf(
        { arrivalsMs: [0, 900], diedAtMs: 1000 },
        times.map((detectionMs) => ({ detectionMs })),
      ).toMs;
    expect(ends()).toBe(1020);
    expect(ends(100, 160)).toBe(1200);
    expect(ends(100, 150)).toBe(1200);
    expect(ends(99_999)).toBe(2000);
    expect(ends(null)).toBe(1020);
    const whole = { fromMs: -10, toMs: 1200 };
    expect(deathOf({ arrivalsMs: [0, 900], diedAtMs: 1000 }, whole)).toEqual({ fromMs: 800, toMs: 1200 });
  });
});
