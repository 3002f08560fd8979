/**
 * What each detector and each fault is called in English: in reports, tables and the app. The sentence of a kind and of each
 * setting is in its record (main/model/detectors, main/model/faults). A kind that is missing here shows what its record says.
 */
import type { DetectorKind } from '#model/detectors/index.ts';
import type { Fault, FaultKind } from '#model/faults/index.ts';
import { setting } from '../text/numbers.ts';

export interface DetectorWords {
  /** What it is, in a few words. */
  readonly gloss: string;
  /** Why its own rule predicts what it predicts; only where it has one. */
  readonly rule?: string;
  /** A sentence for each setting, where that of the record is in another language. */
  readonly settings?: Sentences;
}

export interface FaultWords<F> {
  /** What happens, in a few words beside its name. */
  gloss(fault: F): string;
  /** A noun phrase that follows "detected" and "under". */
  phrase(fault: F): string;
  /** What makes it happen, on a button; only where a live session can be struck with it. */
  order?(fault: F): string;
  readonly settings?: Sentences;
}

type Sentences = Readonly<Record<string, string>>;

export interface KindWords {
  readonly detectors: { readonly [K in DetectorKind]?: DetectorWords };
  readonly faults: { readonly [K in FaultKind]?: FaultWords<Extract<Fault, { kind: K }>> };
  /** Short names of settings, by their names in files. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the words of a choice mean, by the name of the setting; empty where they speak for themselves. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly meaning: (word: string, means: string) => string;
}

const heartbeatRule =
  'A PING follows the idle time and repeats at the interval. The peer is declared dead when the last try has gone unanswered.';

const icmp = {
  host: 'host unreachable',
  port: 'port unreachable',
  admin: 'administratively prohibited',
} as const;

export const kindsEn: KindWords = {
  detectors: {
    eof: { gloss: 'only reads' },
    keepalive: { gloss: 'probes of the kernel' },
    'user-timeout': { gloss: 'kernel timeout for unacknowledged data' },
    heartbeat: { gloss: 'PING and PONG', rule: heartbeatRule },
    'dedicated-heartbeat': { gloss: 'PING and PONG on a connection of their own', rule: heartbeatRule },
    'tcp-info': { gloss: 'polls TCP_INFO' },
    oob: { gloss: 'urgent bytes, and polls TCP_INFO' },
    'write-probe': { gloss: 'writes until an error comes' },
    'receive-deadline': {
      gloss: 'the peer must send in time',
      rule: 'The peer has promised a message at a fixed interval. It is declared dead when a message is later than the slack allows.',
    },
    'phi-accrual': {
      gloss: 'PING; judges by the usual gaps',
      rule: 'Phi grows with the silence, on the scale of the gaps measured so far. The peer is declared dead when phi reaches the threshold.',
    },
    'k-of-n': {
      gloss: 'PING; k of the last n missed',
      rule: 'A heartbeat is missed when it is later than the slack allows. The peer is declared dead at the k-th miss among the last n.',
    },
    bfd: {
      gloss: 'both ends send, as in RFC 5880',
      rule: 'Both ends send at their own pace. The peer is declared dead when nothing arrives for the multiplier times the agreed interval.',
    },
    'learned-heartbeat': {
      gloss: 'PING at an interval that grows',
      rule: 'A PING follows the silence learned so far, and repeats at the timeout. The peer is declared dead when the last try has gone unanswered.',
    },
  },
  faults: {
    none: { gloss: () => 'control', phrase: () => 'no fault' },
    fin: { gloss: () => 'peer closes', phrase: () => 'an orderly close (FIN)', order: () => 'Close the peer' },
    'half-close': {
      gloss: () => 'peer stops sending',
      phrase: () => 'a half-close',
      order: () => 'Half-close the peer',
    },
    rst: { gloss: () => 'peer aborts', phrase: () => 'a reset (RST)', order: () => 'Reset the connection' },
    kill: { gloss: () => 'process killed', phrase: () => 'a killed peer process', order: () => 'Kill the peer' },
    freeze: { gloss: () => 'process frozen', phrase: () => 'a frozen peer process', order: () => 'Freeze the peer' },
    blackhole: {
      gloss: ({ direction }) =>
        ({ both: 'cable cut', 'to-peer': 'outbound cut', 'from-peer': 'inbound cut' })[direction],
      phrase: ({ direction }) =>
        ({
          both: 'a cut cable',
          'to-peer': 'the loss of all packets to the peer',
          'from-peer': 'the loss of all packets from the peer',
        })[direction],
      order: ({ direction }) =>
        ({ both: 'Cut the cable', 'to-peer': 'Cut outbound', 'from-peer': 'Cut inbound' })[direction],
    },
    outage: {
      gloss: () => 'cut, then healed',
      phrase: ({ durationMs }) => `an outage of ${setting(durationMs)}`,
      order: ({ durationMs }) => `Outage, ${setting(durationMs)}`,
    },
    reboot: {
      gloss: () => 'host restarts',
      phrase: ({ downMs }) => `a peer host that was down for ${setting(downMs)} and forgot the connection`,
      order: ({ downMs }) => `Reboot the host, ${setting(downMs)}`,
    },
    'slow-pong': {
      gloss: ({ countsAs }) => (countsAs === 'dead' ? 'too slow: dead' : 'alive, but slow'),
      phrase: ({ delayMs }) => `a peer that answers PING ${setting(delayMs)} late`,
      order: ({ delayMs }) => `Slow PONG, ${setting(delayMs)}`,
    },
    loss: {
      gloss: ({ percent }) => (percent === 100 ? 'all packets lost' : 'packets lost by chance'),
      phrase: ({ percent, direction }) =>
        `${percent}\u00a0% loss ${{ both: 'both ways', 'to-peer': 'of packets to the peer', 'from-peer': 'of packets from the peer' }[direction]}`,
    },
    'link-down': {
      gloss: ({ side }) => ({ own: 'own link down', peer: "peer's link down", router: "router's link down" })[side],
      phrase: ({ side }) =>
        ({
          own: "this end's link going down",
          peer: "the peer's link going down",
          router: "the router's link to the peer going down",
        })[side],
    },
    'route-blackhole': {
      gloss: () => 'blackhole route',
      phrase: () => 'a blackhole route on the router',
    },
    'icmp-unreachable': {
      gloss: ({ reason }) => `ICMP ${icmp[reason]}`,
      phrase: ({ reason, rateLimited }) =>
        `a router that answers with ICMP ${icmp[reason]}${rateLimited ? '' : ', every time'}`,
    },
    'firewall-forgets': {
      gloss: ({ reply }) => (reply === 'rst' ? 'forgotten, then reset' : 'forgotten, then dropped'),
      phrase: ({ afterMs, reply }) =>
        `a firewall that forgets idle connections after ${setting(afterMs)}${reply === 'rst' ? ' and resets them' : ''}`,
    },
    'middlebox-rst': {
      gloss: () => 'middlebox resets',
      phrase: () => 'a middlebox that resets the connection',
    },
    'host-reboot': {
      gloss: () => 'host loses power',
      phrase: ({ downMs }) => `a peer host that lost power for ${setting(downMs)}`,
    },
  },
  settings: {
    activity: 'activity',
    after: 'after',
    count: 'count',
    countsAs: 'counts as',
    delay: 'delay',
    direction: 'direction',
    down: 'downtime',
    duration: 'duration',
    every: 'every',
    factor: 'factor',
    firstEstimate: 'first estimate',
    frame: 'frame',
    from: 'PING sent by',
    idle: 'idle',
    interval: 'interval',
    k: 'missed (k)',
    margin: 'margin',
    max: 'longest',
    minDeviation: 'minimum deviation',
    minRx: 'required min rx',
    minTx: 'desired min tx',
    multiplier: 'detect multiplier',
    n: 'of the last (n)',
    pause: 'acceptable pause',
    peerMinRx: "peer's min rx",
    peerMinTx: "peer's min tx",
    percent: 'lost',
    rateLimited: 'once a second',
    reason: 'reason',
    reply: 'then',
    role: 'role',
    rule: 'rule',
    seed: 'jitter seed',
    side: 'whose link',
    silence: 'silence',
    slack: 'slack',
    start: 'start',
    step: 'step',
    threshold: 'threshold',
    timeout: 'timeout',
    tries: 'tries',
    userTimeout: 'user timeout',
    window: 'window',
  },
  choices: {},
  meaning: (word, means) => `${word} (${means})`,
};
