/** An experiment in virtual time, with the parameters of this machine's kernel where it is the one that is simulated. */
import type { Ports } from '#engine/ports.ts';
import type { Kernel } from '#model/prediction.ts';
import type { Plan } from '#model/plan/plan.ts';
import { seededChance, thisHost, thisKernel } from '#platform';
import { createSimulation } from '#simulator';

/** What most Linux machines have: CONFIG_HZ_250, and Documentation/networking/ip-sysctl.rst. */
const usualKernel: Kernel = { os: 'linux', hz: 250, retries2: 15 };

/** Ports for one run of `plan`; the same seed gives the same result. */
export function simulatedPorts({ seed }: Pick<Plan, 'seed'>): Ports {
  const here = thisKernel();
  const kernel = here.os === 'linux' ? here : usualKernel;
  const { hz, retries2 } = kernel;
  return createSimulation({
    kernel,
    host: { ...thisHost(), os: 'Linux', kernel: 'simulated', hz, retries2, simulated: true },
    chance: seededChance,
    seed,
    // A new turn of the event loop begins when every promise of the one before has been dealt with.
    settle: () => new Promise((resolve) => void setImmediate(resolve)),
    wallTime: () => new Date().toISOString(),
  });
}
