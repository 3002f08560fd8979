import { describe, expect, it } from 'vitest';
import { classicResult } from './fixture.ts';
import { story } from '../model/live-story.ts';
import type { SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import { reasoningOf, ruleIds } from '#model/predict/index.ts';
import { renderReport, renderSession, reportOf, wordsIn } from '#report';
import type { Words } from '#report';
import {
  choiceMeaning,
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
import { detectorKinds, detectorParts, ownRuleOf } from '#model/detectors/index.ts';
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

/** English: four words in a row are no names of settings. */
const prose = /\b(?:[a-z]{2,} ){3}[a-z]{2,}\b/;

describe('what results carry as text', () => {
  const [en, zh] = [wordsIn('en'), wordsIn('zh')];

  it('is shown as it came in English', () => {
    const known = reasoningOf('retries2');
    expect(en.reasoning(known)).toEqual({ formula: known.formula, source: known.source });
    expect([en.reason('eof'), choiceMeaning('from', 'both', en.kinds)]).toEqual(['eof', 'both']);
  });

  it.each(ruleIds)('has a Chinese formula and source of rule %s', (rule) => {
    const { formula, source } = zh.reasoning(reasoningOf(rule));
    expect(formula).not.toMatch(prose);
    expect(source).not.toMatch(prose);
    expect(formula + source).not.toMatch(/[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]/);
  });

  it.each([
    ['eof', '流结束（EOF）'],
    ['read failed', 'read 失败'],
    ['3 heartbeats unanswered', '3 次心跳无应答'],
    ['4 heartbeats unanswered after 2s of silence; 1500ms held', '静默 2s 后 4 次心跳无应答；1500ms 的间隔可用'],
    ['2 of the last 4 heartbeats missed', '最近 4 次心跳缺失 2 次'],
    ['phi reached 8', 'phi 达到 8'],
    ['state CLOSED', '连接状态为 CLOSED'],
    ['no acknowledgement for 3012 ms', '3012 ms 未收到确认'],
    ['not finished', '未完成'],
    ['what a later version says', 'what a later version says'],
  ])('translates the reason "%s"', (reason, chinese) => {
    expect(zh.reason(reason)).toBe(chinese);
  });

  it('is translated in a report: the control, settings, verdicts', () => {
    const result = classicResult();
    const cells = result.cells.map((cell) => ({
      ...cell,
      detector: cell.detector.kind === 'heartbeat' ? { ...cell.detector, from: 'both' as const } : cell.detector,
      fault: cell.fault.kind === 'outage' ? { kind: 'none' as const, label: 'none' } : cell.fault,
    }));
    for (const format of ['html', 'md'] as const) {
      const page = renderReport({ ...result, cells }, format, 'zh').replaceAll('\u00a0', ' ');
      expect(page).toContain('无故障');
      expect(page).not.toMatch(/[>|] ?none ?[<|]|\bnone，/);
    }
    const page = renderReport({ ...result, cells }, 'html', 'zh').replaceAll('\u00a0', ' ');
    expect(page).toContain('from 两端，frame 经典');
    expect(page).toContain('<td>流结束（EOF）</td>');
    expect(page).toContain('<code>下一次写入 + TLP + RTO + UT</code>');
    expect(renderReport({ ...result, cells }, 'html', 'en')).toContain('>no fault<small>control</small>');
  });

  it('says "user timeout" of the option, and that 0 is off', () => {
    const options = { keepalive: { unsupported: 'this system has no such option' } } as const;
    const effective = { ...options, userTimeoutMs: { asked: undefined, got: 0, via: 'TCP_USER_TIMEOUT' } };
    const events = story.map((event) => (event.type === 'linked' ? { ...event, effective } : event));
    const row = events.reduce<SessionRow | null>((before, event) => foldSession(before, event), null);
    const page = (language: 'en' | 'zh'): string =>
      row === null ? '' : renderSession({ row, events }, 'md', language);
    expect(page('en')).toContain('| user timeout | \u2013 | off (0) |');
    expect(page('zh')).toContain('| 用户超时 | 无 | 关闭（0） |');
    expect(page('zh')).toContain('| keepalive | 无 | 本系统没有此选项 |');
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
    for (const part of detectorParts)
      expect(words.detectors[part.kind]?.rule === undefined, part.kind).toBe(ownRuleOf(part) === null);
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
      /^2 of 3 detectors detected a cut cable on an idle connection; the fastest in \d\.\d\d s\.$/,
    );
    expect(headline({ kind: 'freeze' }, 0, wordsIn('en'))).toBe(
      'None of the 3 detectors reliably detected a frozen peer process on an idle connection.',
    );
  });
});
