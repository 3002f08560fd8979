/** What was found, in English sentences. */
import type { Fault, Traffic } from '#model/settings.ts';
import type { Finding, Timed } from '../findings.ts';
import { count, duration, setting } from '../numbers.ts';

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
export const list = (names: readonly string[]): string => conjunction.format(names);
export const trials = (n: number): string => (n === 1 ? '1 trial' : `${count(n)} trials`);
const detectors = (n: number): string => (n === 1 ? '1 detector' : `${n} detectors`);

const onTraffic = { idle: 'on an idle connection', writing: 'on a writing connection' } as const satisfies Record<
  Traffic,
  string
>;

/** A noun phrase that follows "noticed". */
function occurrence(fault: Fault): string {
  switch (fault.kind) {
    case 'fin':
      return 'an orderly close (FIN)';
    case 'half-close':
      return 'a half-close';
    case 'rst':
      return 'a reset (RST)';
    case 'kill':
      return 'a killed peer process';
    case 'freeze':
      return 'a frozen peer process';
    case 'blackhole':
      return {
        both: 'a cut cable',
        'to-peer': 'the loss of all packets to the peer',
        'from-peer': 'the loss of all packets from the peer',
      }[fault.direction];
    case 'outage':
      return `an outage of ${setting(fault.durationMs)}`;
    case 'reboot':
      return `a peer host that was down for ${setting(fault.downMs)} and forgot the connection`;
    case 'slow-pong':
      return `a peer that answers PING ${setting(fault.delayMs)} late`;
  }
}

function noticedHeadline({ fault, traffic, total, always }: Finding): string {
  const [quickest] = always;
  if (quickest === undefined)
    return total === 1
      ? `The detector did not reliably notice ${occurrence(fault)} ${onTraffic[traffic]}.`
      : `None of the ${detectors(total)} reliably noticed ${occurrence(fault)} ${onTraffic[traffic]}.`;
  if (total === 1)
    return `${quickest.label} noticed ${occurrence(fault)} ${onTraffic[traffic]} in ${duration(quickest.p50Ms)}.`;
  return `${always.length} of ${detectors(total)} noticed ${occurrence(fault)} ${onTraffic[traffic]}; the quickest in ${duration(quickest.p50Ms)}.`;
}

function calmHeadline({ fault, traffic, total, never }: Finding): string {
  if (never.length === total)
    return `No detector gave up ${onTraffic[traffic]} because of ${occurrence(fault)}: right every time.`;
  return `${total - never.length} of ${detectors(total)} raised a false alarm ${onTraffic[traffic]} because of ${occurrence(fault)}.`;
}

export const findingsEn = {
  headline: (finding: Finding): string => (finding.transient ? calmHeadline(finding) : noticedHeadline(finding)),
  quickest: (names: readonly Timed[]): string =>
    `Quickest: ${list(names.map(({ label, p50Ms }) => `${label} (${duration(p50Ms)})`))}.`,
  onlySometimes: (names: readonly string[]): string => `Only in some trials: ${list(names)}.`,
  neverWithin: (names: readonly string[], deadlineMs: number): string =>
    `Not within ${setting(deadlineMs)}: ${list(names)}.`,
  falselyAlarmed: (names: readonly string[]): string => `False alarms, on a peer that was alive: ${list(names)}.`,
  faultGloss: (fault: Fault): string => {
    switch (fault.kind) {
      case 'fin':
        return 'peer closes';
      case 'half-close':
        return 'peer stops sending';
      case 'rst':
        return 'peer aborts';
      case 'kill':
        return 'process killed';
      case 'freeze':
        return 'process frozen';
      case 'blackhole':
        return { both: 'cable cut', 'to-peer': 'way out cut', 'from-peer': 'way back cut' }[fault.direction];
      case 'outage':
        return 'cut, then healed';
      case 'reboot':
        return 'host restarts';
      case 'slow-pong':
        return 'alive, but slow';
    }
  },
  strip: {
    noticed: (finding: Finding): string => {
      const [first] = finding.always;
      const last = finding.always.at(-1);
      if (first === undefined || last === undefined) return `No detector noticed it in every trial.`;
      if (finding.always.length === 1) return `Only ${first.label} noticed, in ${duration(first.p50Ms)}.`;
      return `${finding.always.length} of ${finding.total} noticed, in ${duration(first.p50Ms)} to ${duration(last.p50Ms)}.`;
    },
    calm: (finding: Finding): string => {
      const alarmed = finding.total - finding.never.length;
      if (alarmed === 0) return `All ${finding.total} rightly stayed silent.`;
      return `${finding.never.length} of ${finding.total} rightly stayed silent; ${alarmed} raised a false alarm.`;
    },
  },
};
