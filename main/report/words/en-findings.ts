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

/** A noun phrase that follows "detected" and "under". */
function occurrence(fault: Fault): string {
  switch (fault.kind) {
    case 'none':
      return 'no fault';
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
        own: "this end's link going down",
        peer: "the peer's link going down",
        router: "the router's link to the peer going down",
      }[fault.side];
    case 'route-blackhole':
      return 'a blackhole route on the router';
    case 'icmp-unreachable':
      return `a router that answers with ICMP ${icmp[fault.reason]}${fault.rateLimited ? '' : ', every time'}`;
    case 'firewall-forgets':
      return `a firewall that forgets idle connections after ${setting(fault.afterMs)}${fault.reply === 'rst' ? ' and resets them' : ''}`;
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
      ? `The detector did not reliably detect ${occurrence(fault)} ${onTrafficEn[traffic]}.`
      : `None of the ${detectors(total)} reliably detected ${occurrence(fault)} ${onTrafficEn[traffic]}.`;
  if (total === 1)
    return `${quickest.label} detected ${occurrence(fault)} ${onTrafficEn[traffic]} in ${duration(quickest.p50Ms)}.`;
  return `${always.length} of ${detectors(total)} detected ${occurrence(fault)} ${onTrafficEn[traffic]}; the fastest in ${duration(quickest.p50Ms)}.`;
}

function calmHeadline({ fault, traffic, total, never }: Finding): string {
  if (never.length === total)
    return `No detector raised a false alarm ${onTrafficEn[traffic]} under ${occurrence(fault)}.`;
  return `${total - never.length} of ${detectors(total)} raised a false alarm ${onTrafficEn[traffic]} under ${occurrence(fault)}.`;
}

export const findingsEn = {
  headline: (finding: Finding): string => (finding.transient ? calmHeadline(finding) : noticedHeadline(finding)),
  quickest: (names: readonly Timed[]): string =>
    `Fastest: ${list(names.map(({ label, p50Ms }) => `${label} (${duration(p50Ms)})`))}.`,
  onlySometimes: (names: readonly string[]): string => `Detected in some trials only: ${list(names)}.`,
  neverWithin: (names: readonly string[], deadlineMs: number): string =>
    `Not detected within ${setting(deadlineMs)}: ${list(names)}.`,
  falselyAlarmed: (names: readonly string[]): string => `False alarms although the peer was alive: ${list(names)}.`,
  faultGloss: (fault: Fault): string => {
    switch (fault.kind) {
      case 'none':
        return 'control';
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
        return { both: 'cable cut', 'to-peer': 'outbound cut', 'from-peer': 'inbound cut' }[fault.direction];
      case 'outage':
        return 'cut, then healed';
      case 'reboot':
        return 'host restarts';
      case 'slow-pong':
        return fault.countsAs === 'dead' ? 'too slow: dead' : 'alive, but slow';
      case 'loss':
        return fault.percent === 100 ? 'all packets lost' : 'packets lost by chance';
      case 'link-down':
        return { own: 'own link down', peer: "peer's link down", router: "router's link down" }[fault.side];
      case 'route-blackhole':
        return 'blackhole route';
      case 'icmp-unreachable':
        return `ICMP ${icmp[fault.reason]}`;
      case 'firewall-forgets':
        return fault.reply === 'rst' ? 'forgotten, then reset' : 'forgotten, then dropped';
      case 'middlebox-rst':
        return 'middlebox resets';
      case 'host-reboot':
        return 'host loses power';
    }
  },
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
