/** How often chance alone makes a detector give up on a good connection: where each packet is lost independently. */
import type { Interval } from '../../result/confidence.ts';
import { detectorOf, traitsOf } from '../../detectors/index.ts';
import { faultTraits } from '../../faults/index.ts';
import type { KeepaliveOptions } from '../../options.ts';
import { isKernelOnly } from '../case.ts';
import type { Question } from '../case.ts';
import { granuleMs } from '../kernel/timers.ts';

/* Phases of the fault in the probe cycle that the chance is averaged over. */
const phases = 24;
/* More probes than this within a trial nobody plans, and they would take their time here. */
const mostProbes = 500;

/**
 * Chance of a verdict within `withinMs` of the beginning of a loss, over all phases of the probe cycle: with timers that are
 * as late as they may be, and with timers on time. Null where there is no closed form: what is sent as data is sent again.
 */
export function chanceUnderLoss({ detector, fault, traffic, kernel }: Question, withinMs: number): Interval | null {
  const { keepalive, userTimeoutMs } = detectorOf(detector).options;
  if (keepalive === undefined || userTimeoutMs !== undefined || !isKernelOnly(traitsOf(detector))) return null;
  const { effect } = faultTraits(fault);
  if (effect.is !== 'chance' || traffic !== 'idle') return null;
  if (withinMs / Math.min(keepalive.idleMs, keepalive.intervalMs) > mostProbes) return null;
  const lost = effect.percent / 100;
  // A probe fails when it or its answer is lost.
  const fails = effect.way === 'both' ? 1 - (1 - lost) ** 2 : lost;
  const late = {
    ...keepalive,
    idleMs: keepalive.idleMs + granuleMs(keepalive.idleMs, kernel),
    intervalMs: keepalive.intervalMs + granuleMs(keepalive.intervalMs, kernel),
  };
  return { from: averaged(late, fails, withinMs), to: averaged(keepalive, fails, withinMs) };
}

function averaged(settings: KeepaliveOptions, fails: number, withinMs: number): number {
  const chances = Array.from({ length: phases }, (_, phase) =>
    gaveUp(settings, fails, { firstMs: ((phase + 0.5) / phases) * settings.idleMs, withinMs }),
  );
  return chances.reduce((sum, chance) => sum + chance, 0) / phases;
}

/**
 * Probe by probe: an answer puts the next one off by the idle time, a failure by the interval; the last failure is known an
 * interval later. States are told apart by how many answers and failures led there, which fixes their instant.
 */
function gaveUp(
  { idleMs, intervalMs, count }: KeepaliveOptions,
  fails: number,
  { firstMs, withinMs }: { firstMs: number; withinMs: number },
): number {
  let dead = 0;
  let states = new Map([['0 0 0', { answers: 0, failures: 0, inARow: 0, chance: 1 }]]);
  while (states.size > 0) {
    const next: typeof states = new Map();
    const reach = (answers: number, failures: number, inARow: number, chance: number): void => {
      const key = `${answers} ${failures} ${inARow}`;
      next.set(key, { answers, failures, inARow, chance: chance + (next.get(key)?.chance ?? 0) });
    };
    for (const { answers, failures, inARow, chance } of states.values()) {
      const at = firstMs + answers * idleMs + failures * intervalMs;
      if (at + intervalMs > withinMs) continue;
      if (inARow + 1 === count) dead += chance * fails;
      else reach(answers, failures + 1, inARow + 1, chance * fails);
      reach(answers + 1, failures, 0, chance * (1 - fails));
    }
    states = next;
  }
  return dead;
}
