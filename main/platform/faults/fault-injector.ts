/**
 * Strikes connections and processes of the lab, step by step as the fault's record says. Every instant is stamped on
 * CLOCK_MONOTONIC next to the system call that causes it.
 */
import type { FaultInjector } from '#engine/ports.ts';
import { isNetworkAction, isProcessAction } from '#model/faults/action.ts';
import type { Action, ProcessAction } from '#model/faults/action.ts';
import { actionsToHeal, actionsToStrike, isNetworkFault } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Instant } from '#model/time.ts';
import type { Native } from '#native';
import { canFreeze, freeze, thaw } from '../peers/freezing.ts';
import { portsOf } from '../peers/lab.ts';
import type { LabPeer } from '../peers/lab.ts';
import { canCutOff, cut, restore } from './cut-off.ts';
import type { Cutters } from './cut-off.ts';
import { linksOf, onePeer, stamped } from './lab-target.ts';
import type { LabTarget } from './lab-target.ts';

/** What strikes a whole network is for main/platform/linux/network-fault-injector.ts. */
const noNetwork = {
  no: 'it strikes a whole network, and the peer is not in a private one',
  fix: 'Run it as an experiment: that makes private hosts.',
};

export function createFaultInjector(cutters: Cutters): FaultInjector {
  const { native } = cutters;
  return {
    can(fault, peer) {
      if (isNetworkFault(fault)) return noNetwork;
      const actions = actionsToStrike(fault);
      const foreign = peer === null ? toForeignPeer(actions, cutters) : true;
      if (foreign !== true) return foreign;
      if (actions.some((action) => action.do === 'cut')) return canCutOff(cutters, peer === null);
      return actions.some((action) => action.do === 'stop') ? canFreeze(native) : true;
    },
    async inject(fault, targets) {
      const began = await takeAll(actionsToStrike(fault), targets as readonly LabTarget[], cutters);
      return { began, lift: () => heal(fault, targets as readonly LabTarget[], cutters) };
    },
    lift: (fault, targets) => heal(fault, targets as readonly LabTarget[], cutters),
  };
}

/** A socket can be made deaf (IP_MINTTL), never mute: what we send leaves this machine. A packet filter does both. */
function toForeignPeer(
  actions: readonly Action[],
  { native, filter }: Cutters,
): true | { readonly no: string; readonly fix: string } {
  const fix = 'Start a probe server and open the session to it.';
  if (actions.some((action) => action.do !== 'cut'))
    return { no: 'the peer is not a probe server of this program, so nothing can be done to it', fix };
  const isMute = actions.some((action) => action.do === 'cut' && action.way === 'to-peer');
  if (!isMute || (filter !== null && native?.abilities.cutOff !== true)) return true;
  const no = 'from this end only what arrives can be cut off, not what is sent to a peer that is not ours';
  return { no, fix: 'Cut from the peer or both ways, or open the session to a probe server of this program.' };
}

async function heal(fault: Fault, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  const actions = actionsToHeal(fault);
  if (actions === null) throw new Error(`${fault.kind} cannot be undone`);
  return takeAll(actions, targets, cutters);
}

/** The first step is the instant; those after it follow from it. */
async function takeAll(
  [first, ...others]: readonly Action[],
  targets: readonly LabTarget[],
  cutters: Cutters,
): Promise<Instant> {
  if (first === undefined) return stamped(() => {});
  const instant = await take(first, targets, cutters);
  for (const action of others) await take(action, targets, cutters);
  return instant;
}

async function take(action: Action, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  if (isNetworkAction(action)) throw new Error(noNetwork.no);
  if (isProcessAction(action)) return takeOnProcess(action, onePeer(targets), cutters.native);
  switch (action.do) {
    case 'cut':
      return cut(action.way, targets, cutters);
    case 'restore':
      return restore(action.way, targets, cutters);
    case 'return':
      // The peer's own end of the cut went with its socket.
      return restore('from-peer', targets, cutters);
    case 'fin':
    case 'half-close':
    case 'rst':
      // On the connection under observation only: a heartbeat of its own stays up.
      return onePeer(targets).order({ do: action.do, clients: portsOf(targets.map((target) => target.main)) });
    case 'forget':
      // The resets that this sends are lost in the cut.
      return onePeer(targets).order({ do: 'rst', clients: portsOf(linksOf(targets)) });
    case 'delay-pongs': {
      const peer = onePeer(targets);
      const delayMs = action.delayMs ?? peer.pongDelayMs;
      return peer.order({ do: 'slow-pong', clients: portsOf(linksOf(targets)), delayMs });
    }
  }
}

function takeOnProcess(action: ProcessAction, peer: LabPeer, native: Native | null): Instant {
  switch (action.do) {
    case 'kill':
      return stamped(() => peer.signal('SIGKILL'));
    case 'stop':
      return stamped(() => freeze(peer, native));
    case 'continue':
      return stamped(() => thaw(peer, native));
  }
}
