/** Every detector there is, and how to reach what each says about itself. To add one, see docs/add-a-detector.md. */
import type { Detector } from '../detector.ts';
import { bfd } from './bfd.ts';
import { eof } from './eof.ts';
import { dedicatedHeartbeat, heartbeat } from './heartbeat.ts';
import { kOfN } from './k-of-n.ts';
import { keepalive } from './keepalive.ts';
import { learnedHeartbeat } from './learned-heartbeat.ts';
import { oob } from './oob.ts';
import type { DetectorPart, OwnRule, Traits } from './part.ts';
import { phiAccrual } from './phi-accrual.ts';
import { receiveDeadline } from './receive-deadline.ts';
import type { Role } from './role.ts';
import { tcpInfo } from './tcp-info.ts';
import { userTimeout } from './user-timeout.ts';
import { writeProbe } from './write-probe.ts';

/** In the order in which people are offered them. */
const parts = [
  eof,
  keepalive,
  userTimeout,
  heartbeat,
  dedicatedHeartbeat,
  tcpInfo,
  oob,
  writeProbe,
  receiveDeadline,
  kOfN,
  bfd,
  phiAccrual,
  learnedHeartbeat,
] as const;

type SettingsOf<P> = P extends DetectorPart<infer S> ? S : never;

/** The settings of one detector, and its part in a story. */
export type DetectorSettings = { readonly role?: Role } & SettingsOf<(typeof parts)[number]>;
export type DetectorKind = DetectorSettings['kind'];

/** A record whose settings are those that it was looked up with. */
export type AnyDetectorPart = DetectorPart<DetectorSettings>;

// Methods take any settings of the union; `partOf` looks up the record that they belong to.
export const detectorParts = parts as unknown as readonly AnyDetectorPart[];
export const detectorKinds = detectorParts.map(({ kind }) => kind) as unknown as readonly [
  DetectorKind,
  ...DetectorKind[],
];

const byKind: ReadonlyMap<string, AnyDetectorPart> = new Map(detectorParts.map((part) => [part.kind, part]));

/** @throws Error for a kind that is not registered: data is validated before it gets here. */
export function detectorPart(kind: DetectorKind): AnyDetectorPart {
  const part = byKind.get(kind);
  if (part === undefined) throw new Error(`no detector ${kind}`);
  return part;
}

const partOf = ({ kind }: DetectorSettings): AnyDetectorPart => detectorPart(kind);

/** The machine for these settings. Its state is its own business: hand it back unopened. */
export const detectorOf = (settings: DetectorSettings): Detector => partOf(settings).machine(settings);

/** Short and stable: rows of tables, and what people call the detector. */
export const detectorLabel = (settings: DetectorSettings): string => partOf(settings).label(settings);

/** What surprises people about these settings. */
export const detectorWarnings = (settings: DetectorSettings): readonly string[] =>
  partOf(settings).warnings?.(settings) ?? [];

/** Null where kernels decide, and where its machine is played. */
export const ownRuleOf = ({ ownRule }: AnyDetectorPart): OwnRule<DetectorSettings> | null =>
  ownRule === undefined || ownRule === 'kernel' ? null : ownRule;

export const traitsOf = (settings: DetectorSettings): Traits => partOf(settings).traits(settings);
