/** Every fault there is, and how to reach what each says about itself. To add one, see docs/add-a-fault.md. */
import type { Action, NetworkAction } from './action.ts';
import { blackhole } from './blackhole.ts';
import { fin } from './fin.ts';
import { firewallForgets } from './firewall-forgets.ts';
import { freeze } from './freeze.ts';
import { halfClose } from './half-close.ts';
import { hostReboot } from './host-reboot.ts';
import { icmpUnreachable } from './icmp-unreachable.ts';
import { kill } from './kill.ts';
import { linkDown } from './link-down.ts';
import { loss } from './loss.ts';
import { middleboxRst } from './middlebox-rst.ts';
import { none } from './none.ts';
import { outage } from './outage.ts';
import type { FaultPart, FaultTraits } from './part.ts';
import { reboot } from './reboot.ts';
import { routeBlackhole } from './route-blackhole.ts';
import { rst } from './rst.ts';
import { slowPong } from './slow-pong.ts';

/** In the order in which people are offered them. */
const parts = [
  none,
  fin,
  halfClose,
  rst,
  kill,
  freeze,
  blackhole,
  outage,
  reboot,
  slowPong,
  loss,
  linkDown,
  routeBlackhole,
  icmpUnreachable,
  firewallForgets,
  middleboxRst,
  hostReboot,
] as const;

type SettingsOf<P> = P extends FaultPart<infer F> ? F : never;

/** What happens to the peer, its process, single connections, or the network between. */
export type Fault = SettingsOf<(typeof parts)[number]>;
export type FaultKind = Fault['kind'];

/** A record whose settings are those that it was looked up with. */
export type AnyFaultPart = FaultPart<Fault>;

// Methods take any settings of the union; `partOf` looks up the record that they belong to.
export const faultParts = parts as unknown as readonly AnyFaultPart[];
export const faultKinds = faultParts.map(({ kind }) => kind) as unknown as readonly [FaultKind, ...FaultKind[]];

const byKind: ReadonlyMap<string, AnyFaultPart> = new Map(faultParts.map((part) => [part.kind, part]));

/** @throws Error for a kind that is not registered: data is validated before it gets here. */
export function faultPart(kind: FaultKind): AnyFaultPart {
  const part = byKind.get(kind);
  if (part === undefined) throw new Error(`no fault ${kind}`);
  return part;
}

const partOf = ({ kind }: Fault): AnyFaultPart => faultPart(kind);

/** Short and stable: columns of tables. */
export const faultLabel = (fault: Fault): string => partOf(fault).label(fault);

export const faultTraits = (fault: Fault): FaultTraits => partOf(fault).traits(fault);

/** Whether it needs private hosts: what no socket can do to itself. */
export const isNetworkFault = ({ kind }: Pick<Fault, 'kind'>): boolean => faultPart(kind).strikes === 'network';

/** Whether every connection of the peer is struck with it. */
export const takesProcess = ({ kind }: Pick<Fault, 'kind'>): boolean => faultPart(kind).strikes === 'process';

/** After these the peer lives and the path heals: the right answer is silence. */
export const isTransient = (fault: Fault): boolean => faultTraits(fault).isTransient;

/** What people mean by a dead peer. */
export const cableCut: Fault = { kind: 'blackhole', direction: 'both' };

/** Both ways, for good, and nobody tells. */
export function isCableCut(fault: Fault): boolean {
  const { effect } = faultTraits(fault);
  return effect.is === 'cut' && effect.way === 'both' && effect.forMs === null;
}

/** The control: nothing is done. */
export const isControl = (fault: Fault): boolean => faultTraits(fault).effect.is === 'nothing';

export const actionsToPrepare = (fault: Fault): readonly NetworkAction[] => partOf(fault).prepare?.(fault) ?? [];
export const actionsToStrike = (fault: Fault): readonly Action[] => partOf(fault).strike(fault);

/** Null where nothing brings it back. */
export const actionsToHeal = (fault: Fault): readonly Action[] | null => partOf(fault).heal?.(fault) ?? null;
