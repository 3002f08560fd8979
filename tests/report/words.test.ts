import { describe, expect, it } from 'vitest';
import { classicResult } from './fixture.ts';
import { ruleIds } from '#model/predict/index.ts';
import { renderReport, reportOf, wordsIn } from '#report';
import type { Words } from '#report';
import type { Fault } from '#model/faults/index.ts';

/** All texts of a language that take no parameters, by their path. */
function texts(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

/** Terms that are the same in Chinese. */
const untranslated = ['.host.retries2', '.host.node', '.host.halfopen'];

describe('words', () => {
  const [en, zh] = [wordsIn('en'), wordsIn('zh')];

  it('exist in both languages for every rule of prediction', () => {
    for (const words of [en, zh]) expect(Object.keys(words.rule).toSorted()).toEqual([...ruleIds].toSorted());
  });

  it('are translated, all of them', () => {
    const same = texts(en).filter(([path, text]) => new Map(texts(zh)).get(path) === text);
    expect(same.map(([path]) => path).toSorted()).toEqual(untranslated.toSorted());
    expect(texts(zh).filter(([path, text]) => !/[\u4e00-\u9fff]/.test(text) && !untranslated.includes(path))).toEqual([
      ['.code', 'zh-CN'],
      ['.sentenceGap', ''],
    ]);
  });

  it('use Chinese punctuation in Chinese', () => {
    const beside = /[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]/;
    expect(texts(zh).filter(([, text]) => beside.test(text))).toEqual([]);
    const page = renderReport(classicResult(), 'html', 'zh').replace(/<[^>]*>/g, ' ');
    expect(page.match(new RegExp(beside, 'g')) ?? []).toEqual([]);
  });

  it('are English in English', () => {
    expect(renderReport(classicResult(), 'html', 'en')).not.toMatch(/<[^>]*>[^<]*[\u4e00-\u9fff]/);
  });
});

const faults: readonly Fault[] = [
  { kind: 'fin' },
  { kind: 'half-close' },
  { kind: 'rst' },
  { kind: 'kill' },
  { kind: 'freeze' },
  { kind: 'blackhole', direction: 'to-peer' },
  { kind: 'reboot', downMs: 1000 },
  { kind: 'outage', direction: 'both', durationMs: 2000 },
  { kind: 'slow-pong', delayMs: 5000 },
];

/** The headline of an experiment with this fault only, when `noticed` of three detectors noticed. */
function headline(fault: Fault, noticed: number, words: Words): string {
  const cell = classicResult().cells.find((each) => each.detector.kind === 'heartbeat' && each.fault.kind === 'freeze');
  if (cell === undefined) throw new Error('no such cell');
  const passing = fault.kind === 'outage' || fault.kind === 'slow-pong';
  const cells = [0, 1, 2].map((index) => ({
    ...cell,
    detector: { ...cell.detector, label: `detector ${index}` },
    fault: { ...fault, label: fault.kind },
    trials: cell.trials.map((trial) =>
      index < noticed
        ? { ...trial, outcome: passing ? ('false-alarm' as const) : ('detected' as const) }
        : { ...trial, outcome: passing ? ('survived' as const) : ('undetected' as const), detectionMs: null },
    ),
  }));
  const finding = reportOf({ ...classicResult(), cells }).headline;
  return finding === null ? '' : words.headline(finding).replaceAll('\u00a0', ' ');
}

describe('the headline', () => {
  it.each(faults)('is a plain sentence for $kind, whoever noticed', (fault) => {
    for (const noticed of [0, 1, 3]) {
      expect(headline(fault, noticed, wordsIn('en'))).toMatch(/^[A-Z0-9].*[^.]\.$/);
      expect(headline(fault, noticed, wordsIn('zh'))).toMatch(/^空闲连接.*。$/);
    }
  });

  it('says how many noticed and how fast', () => {
    expect(headline({ kind: 'blackhole', direction: 'both' }, 2, wordsIn('en'))).toMatch(
      /^2 of 3 detectors noticed a cut cable on an idle connection; the quickest in \d\.\d\d s\.$/,
    );
    expect(headline({ kind: 'freeze' }, 0, wordsIn('en'))).toBe(
      'None of the 3 detectors reliably noticed a frozen peer process on an idle connection.',
    );
  });
});
