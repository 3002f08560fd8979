/** What was found, in Chinese sentences. */
import type { Finding } from '../facts/findings.ts';
import { faultPhrase, faultGloss } from '../text/kinds.ts';
import { count, duration, setting } from '../text/numbers.ts';
import type { findingsEn } from './en-findings.ts';
import { kindsZh } from './kinds-zh.ts';
import { onTrafficZh } from './traffic-zh.ts';

export const list = (names: readonly string[]): string => names.join('、');

export const trials = (n: number): string => `${count(n)} 次试验`;

function noticedHeadline({ fault, traffic, total, always }: Finding): string {
  const [quickest] = always;
  if (quickest === undefined)
    return `${onTrafficZh[traffic]}遭遇${faultPhrase(fault, kindsZh)}时，${total} 个检测器中没有一个能可靠察觉。`;
  if (total === 1)
    return `${onTrafficZh[traffic]}遭遇${faultPhrase(fault, kindsZh)}时，${quickest.label} 用时 ${duration(quickest.p50Ms)} 察觉。`;
  return `${onTrafficZh[traffic]}遭遇${faultPhrase(fault, kindsZh)}时，${total} 个检测器中有 ${always.length} 个察觉，最快用时 ${duration(quickest.p50Ms)}。`;
}

function calmHeadline({ fault, traffic, total, never }: Finding): string {
  if (never.length === total) return `${onTrafficZh[traffic]}遭遇${faultPhrase(fault, kindsZh)}时，没有检测器误报。`;
  return `${onTrafficZh[traffic]}遭遇${faultPhrase(fault, kindsZh)}时，${total} 个检测器中有 ${total - never.length} 个误报。`;
}

export const findingsZh: typeof findingsEn = {
  headline: (finding) => (finding.transient ? calmHeadline(finding) : noticedHeadline(finding)),
  quickest: (names) => `最快：${list(names.map(({ label, p50Ms }) => `${label}（${duration(p50Ms)}）`))}。`,
  onlySometimes: (names) => `只在部分试验中察觉：${list(names)}。`,
  neverWithin: (names, deadlineMs) => `${setting(deadlineMs)} 内未察觉：${list(names)}。`,
  falselyAlarmed: (names) => `对端存活却误报：${list(names)}。`,
  faultGloss: (fault) => faultGloss(fault, kindsZh),
  strip: {
    noticed: ({ always, total }) => {
      const [first] = always;
      const last = always.at(-1);
      if (first === undefined || last === undefined) return '没有检测器能在每次试验中都察觉。';
      if (always.length === 1) return `只有 ${first.label} 察觉，用时 ${duration(first.p50Ms)}。`;
      return `${total} 个中有 ${always.length} 个察觉，用时 ${duration(first.p50Ms)} 至 ${duration(last.p50Ms)}。`;
    },
    calm: ({ never, total }) => {
      if (never.length === total) return `全部 ${total} 个检测器正确地保持静默。`;
      return `${total} 个中有 ${never.length} 个正确地保持静默，${total - never.length} 个误报。`;
    },
  },
};
