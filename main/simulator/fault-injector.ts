/** Breaks simulated connections, peers and networks: every fault there is, exactly at its instant. */
import { SimulatedLink } from './simulated-link.ts';
import { SimulatedPeer } from './simulated-peer.ts';
import type { Injection, FaultInjector, Target } from '#engine/ports.ts';
import type { Action } from '#model/faults/action.ts';
import { actionsToHeal, actionsToStrike } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { VirtualTime } from '#model/kernel/virtual-time.ts';
import { takeAll } from '#model/simulation/strike.ts';
import type { Site } from '#model/simulation/strike.ts';
import type { Instant } from '#model/time.ts';

export function createFaultInjector(time: VirtualTime): FaultInjector {
  const taken = (actions: readonly Action[], targets: readonly Target[]): Instant => {
    for (const target of targets) takeAll(actions, siteOf(target));
    return { from: time.now, to: time.now };
  };
  const lift = async (fault: Fault, targets: readonly Target[]): Promise<Instant> => taken(healing(fault), targets);
  return {
    can: () => true,
    async inject(fault, targets) {
      const began = taken(actionsToStrike(fault), targets);
      return { began, lift: () => lift(fault, targets) } satisfies Injection;
    },
    lift,
  };
}

function siteOf({ peer, main, heartbeat }: Target): Site {
  if (!(peer instanceof SimulatedPeer) || !(main instanceof SimulatedLink)) throw new Error('not of this simulation');
  const connections = heartbeat instanceof SimulatedLink ? [main.served, heartbeat.served] : [main.served];
  return { main: main.served, connections, process: peer.serving };
}

function healing(fault: Fault): readonly Action[] {
  const actions = actionsToHeal(fault);
  if (actions === null) throw new Error(`${fault.kind} cannot be undone`);
  return actions;
}
