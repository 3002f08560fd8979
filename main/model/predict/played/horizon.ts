/** How long after the fault a verdict is waited for: who is silent until then stays so. */
import { faultTraits } from '../../faults/index.ts';
import type { Effect, FaultTraits } from '../../faults/part.ts';
import { writingGapMs } from '../../traffic.ts';
import { rtoMaxMs } from '../kernel/timers.ts';
import type { Scene } from './stage.ts';

/** A receive buffer of 120 KB takes about a minute to fill by one frame of 1028 bytes every 500 ms. */
const bufferFullMs = 75_000;

export function horizonMs(scene: Scene): number {
  const struck = faultTraits(scene.fault);
  return lastsMs(struck) + patienceMs(scene, struck.effect) + optionsMs(scene) + kernelMs(scene, struck.effect);
}

/** Until it has shown what it does; what was sent in vain meanwhile is sent again after as long as that took. */
function lastsMs({ showsAfter, effect }: FaultTraits): number {
  if (effect.is === 'slow') return effect.delayMs;
  return (showsAfter?.ms ?? 0) * (effect.is === 'flow-timeout' ? 1 : 2);
}

/** What it takes to notice silence, however that lies in the cycle. Late answers may have to add up first. */
function patienceMs({ traits: { budgetMs, cycleMs } }: Scene, effect: Effect): number {
  const onceMs = (budgetMs ?? 0) + 2 * (cycleMs ?? writingGapMs);
  return (effect.is === 'slow' ? 2 : 1) * onceMs + 2 * writingGapMs;
}

function optionsMs({ options: { keepalive, userTimeoutMs }, traffic }: Scene): number {
  const probes = keepalive === undefined ? 0 : keepalive.idleMs + keepalive.intervalMs * (keepalive.count + 1);
  if (userTimeoutMs === undefined) return probes;
  return probes + 2 * userTimeoutMs + (traffic === 'writing' ? bufferFullMs : 0);
}

/** Until a kernel has given up whatever it sends again and again (tcp_retries2). */
function kernelMs({ kernel, traits }: Scene, effect: Effect): number {
  const isCut = effect.is === 'cut' ? effect.forMs === null : effect.is === 'chance';
  // A flow that is kept alive goes on for ever; one that is not meets the detector's own patience, if it has any.
  const isForgotten = effect.is === 'flow-timeout' && traits.budgetMs === null;
  return isCut || isForgotten ? (kernel.retries2 + 2) * rtoMaxMs : 0;
}
