/** What was found, in English sentences. */
import type { Fault } from '#model/faults/index.ts';
import type { Finding, Timed } from '../facts/findings.ts';
import { count, duration, setting } from '../text/numbers.ts';
import { onTrafficEn } from './traffic-en.ts';

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
export const list = (names: readonly string[]): string => conjunction.format(names);
export const trials = (n: number): string => (n === 1 ? '1 trial' : `${count(n)} trials`);
const detectors = (n: number): string => (n === 1 ? '1 detector' : `${n} detectors`);

const icmp = {
  host: 'host unreachable',
  port: 'port unreachable',
  admin: 'administratively prohibited',
} as const;

/** A noun phrase that follows "noticed". */
function occurrence(fault: Fault): string {
  switch (fault.kind) {
    case 'none':
      return 'no fault at all';
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
    case 'loss':
      return `${fault.percent}\u00a0% loss ${{ both: 'both ways', 'to-peer': 'of packets to the peer', 'from-peer': 'of packets from the peer' }[fault.direction]}`;
    case 'link-down':
      return {
        own: 'our own link going down',
        peer: "the peer's link going down",
        router: "the router's link to the peer going down",
      }[fault.side];
    case 'route-blackhole':
      return 'a router that drops by its routing table what is for the peer';
    case 'icmp-unreachable':
      return `a router that answers with ICMP ${icmp[fault.reason]}${fault.rateLimited ? '' : ', every time'}`;
    case 'firewall-forgets':
      return `a firewall that forgets silent connections after ${setting(fault.afterMs)}${fault.reply === 'rst' ? ' and resets them' : ''}`;
    case 'middlebox-rst':
      return 'a middlebox that resets the connection';
    case 'host-reboot':
      return `a peer host that lost power for ${setting(fault.downMs)}`;
  }
}

function noticedHeadline({ fault, traffic, total, always }: Finding): string {
  const [quickest] = always;
  if (quickest === undefined)
    return total === 1
      ? `The detector did not reliably notice ${occurrence(fault)} ${onTrafficEn[traffic]}.`
      : `None of the ${detectors(total)} reliably noticed ${occurrence(fault)} ${onTrafficEn[traffic]}.`;
  if (total === 1)
    return `${quickest.label} noticed ${occurrence(fault)} ${onTrafficEn[traffic]} in ${duration(quickest.p50Ms)}.`;
  return `${always.length} of ${detectors(total)} noticed ${occurrence(fault)} ${onTrafficEn[traffic]}; the quickest in ${duration(quickest.p50Ms)}.`;
}

function calmHeadline({ fault, traffic, total, never }: Finding): string {
  if (never.length === total)
    return `No detector gave up ${onTrafficEn[traffic]} because of ${occurrence(fault)}: right every time.`;
  return `${total - never.length} of ${detectors(total)} raised a false alarm ${onTrafficEn[traffic]} because of ${occurrence(fault)}.`;
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
      case 'none':
        return 'nothing happens';
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
        return fault.countsAs === 'dead' ? 'too slow: dead' : 'alive, but slow';
      case 'loss':
        return fault.percent === 100 ? 'all packets lost' : 'packets lost by chance';
      case 'link-down':
        return { own: 'our link down', peer: "peer's link down", router: "router's link down" }[fault.side];
      case 'route-blackhole':
        return 'blackhole route';
      case 'icmp-unreachable':
        return `ICMP ${icmp[fault.reason]}`;
      case 'firewall-forgets':
        return fault.reply === 'rst' ? 'forgotten, then reset' : 'forgotten, then dropped';
      case 'middlebox-rst':
        return 'box between resets';
      case 'host-reboot':
        return 'host loses power';
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
