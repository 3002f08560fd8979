import { describe, expect, it } from 'vitest';
import { classicResult } from './fixture.ts';
import { ruleIds } from '#model/predict/index.ts';
import { renderReport, reportOf, wordsIn } from '#report';
import type { Words } from '#report';
import {
  choiceText,
  detectorGloss,
  faultGloss,
  faultOrder,
  faultPhrase,
  settingLabel,
  settingSentence,
} from '#report/text/kinds.ts';
import { kindsEn } from '#report/words/kinds-en.ts';
import type { KindWords } from '#report/words/kinds-en.ts';
import { kindsZh } from '#report/words/kinds-zh.ts';
import { ownRules } from '#report/words/own-rules.ts';
import { detectorKinds, detectorParts } from '#model/detectors/index.ts';
import { roles } from '#model/detectors/role.ts';
import { faultKinds, faultParts, isControl } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { allSettings } from '#model/settings/setting.ts';
import type { Settings, Variants } from '#model/settings/setting.ts';

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

describe('words of detectors and faults', () => {
  const parts: readonly { readonly kind: string; readonly settings: Settings | Variants }[] = [
    ...detectorParts,
    ...faultParts,
  ];
  const namesIn = ({ settings }: (typeof parts)[number]): readonly string[] => Object.keys(allSettings(settings));
  const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].toSorted();
  const languages = [
    ['en', kindsEn],
    ['zh', kindsZh],
  ] as const;

  it.each(languages)('are there in %s for every kind and every setting, and for no others', (_language, words) => {
    expect(sorted(Object.keys(words.detectors))).toEqual(sorted(detectorKinds));
    expect(sorted(Object.keys(words.faults))).toEqual(sorted(faultKinds));
    expect(sorted(Object.keys(words.settings))).toEqual(sorted(['role', ...parts.flatMap(namesIn)]));
    for (const { kind, ownRule } of detectorParts)
      expect(words.detectors[kind]?.rule === undefined, kind).toBe(ownRule === undefined);
    for (const { kind, example, strikes } of faultParts)
      expect(words.faults[kind]?.order === undefined, kind).toBe(strikes === 'network' || isControl(example));
  });

  it('have a sentence in Chinese for every setting, and a meaning for every word that can be chosen', () => {
    for (const part of parts) {
      const { settings = {} } = { ...kindsZh.detectors, ...kindsZh.faults }[part.kind as 'eof'] ?? {};
      expect(sorted(Object.keys(settings)), part.kind).toEqual(sorted(namesIn(part)));
    }
    const declared = parts.flatMap(({ settings }) => Object.entries(allSettings(settings)));
    const chosen = declared.flatMap(([name, setting]) =>
      setting.is === 'choice' ? setting.of.map((word) => [name, word]) : [],
    );
    const meant = Object.entries(kindsZh.choices).flatMap(([name, words]) =>
      Object.keys(words).map((word) => [name, word]),
    );
    const told = [...chosen, ...roles.map((role) => ['role', role])].map(String);
    expect(sorted(meant.map(String))).toEqual(sorted(told));
  });

  it('may be missing: then the record and the names speak', () => {
    const none: KindWords = { ...kindsEn, detectors: {}, faults: {}, settings: {}, choices: {} };
    const said = [
      ...detectorParts.map(({ kind }) => detectorGloss(kind, none)),
      ...faultParts.flatMap(({ example }) => [faultGloss, faultPhrase, faultOrder].map((say) => say(example, none))),
      ...parts.flatMap((part) =>
        namesIn(part).flatMap((name) => [settingLabel(name, none), settingSentence(part, name, none)]),
      ),
      ...Object.values(ownRules(none)),
    ];
    expect(said.filter((text) => text === '' || text.includes('undefined'))).toEqual([]);
    expect(detectorGloss('eof', none)).toBe('Reads only: believes what recv() returns');
    expect(faultPhrase({ kind: 'outage', direction: 'both', durationMs: 1500 }, none)).toBe('outage 1500ms');
    expect(settingLabel('slack', none)).toBe('slack');
    expect(choiceText('direction', 'both', none)).toBe('both');
    expect(choiceText('direction', 'both', kindsZh)).toBe('both（双向）');
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
