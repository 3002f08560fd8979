/** What was found, in English sentences. */
import type { Fault } from '#model/faults/index.ts';
import type { Finding, Timed } from '../facts/findings.ts';
import { faultPhrase, faultGloss } from '../text/kinds.ts';
import { count, duration, setting } from '../text/numbers.ts';
import { kindsEn } from './kinds-en.ts';
import { onTrafficEn } from './traffic-en.ts';

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
export const list = (names: readonly string[]): string => conjunction.format(names);
export const trials = (n: number): string => (n === 1 ? '1 trial' : `${count(n)} trials`);
const detectors = (n: number): string => (n === 1 ? '1 detector' : `${n} detectors`);

function noticedHeadline({ fault, traffic, total, always }: Finding): string {
  const [quickest] = always;
  if (quickest === undefined)
    return total === 1
      ? `The detector did not reliably detect ${faultPhrase(fault, kindsEn)} ${onTrafficEn[traffic]}.`
      : `None of the ${detectors(total)} reliably detected ${faultPhrase(fault, kindsEn)} ${onTrafficEn[traffic]}.`;
  if (total === 1)
    return `${quickest.label} detected ${faultPhrase(fault, kindsEn)} ${onTrafficEn[traffic]} in ${duration(quickest.p50Ms)}.`;
  return `${always.length} of ${detectors(total)} detected ${faultPhrase(fault, kindsEn)} ${onTrafficEn[traffic]}; the fastest in ${duration(quickest.p50Ms)}.`;
}

function calmHeadline({ fault, traffic, total, never }: Finding): string {
  if (never.length === total)
    return `No detector raised a false alarm ${onTrafficEn[traffic]} under ${faultPhrase(fault, kindsEn)}.`;
  return `${total - never.length} of ${detectors(total)} raised a false alarm ${onTrafficEn[traffic]} under ${faultPhrase(fault, kindsEn)}.`;
}

export const findingsEn = {
  headline: (finding: Finding): string => (finding.transient ? calmHeadline(finding) : noticedHeadline(finding)),
  quickest: (names: readonly Timed[]): string =>
    `Fastest: ${list(names.map(({ label, p50Ms }) => `${label} (${duration(p50Ms)})`))}.`,
  onlySometimes: (names: readonly string[]): string => `Detected in some trials only: ${list(names)}.`,
  neverWithin: (names: readonly string[], deadlineMs: number): string =>
    `Not detected within ${setting(deadlineMs)}: ${list(names)}.`,
  falselyAlarmed: (names: readonly string[]): string => `False alarms although the peer was alive: ${list(names)}.`,
  faultGloss: (fault: Fault): string => faultGloss(fault, kindsEn),
  strip: {
    noticed: (finding: Finding): string => {
      const [first] = finding.always;
      const last = finding.always.at(-1);
      if (first === undefined || last === undefined) return 'No detector detected it in every trial.';
      if (finding.always.length === 1) return `Only ${first.label} detected it, in ${duration(first.p50Ms)}.`;
      return `${finding.always.length} of ${finding.total} detected it, in ${duration(first.p50Ms)} to ${duration(last.p50Ms)}.`;
    },
    calm: (finding: Finding): string => {
      const alarmed = finding.total - finding.never.length;
      if (alarmed === 0) return `All ${finding.total} correctly stayed silent.`;
      return `${finding.never.length} of ${finding.total} correctly stayed silent; ${alarmed} raised a false alarm.`;
    },
  },
};
