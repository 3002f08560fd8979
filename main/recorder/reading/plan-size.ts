/** Whether the trials of a plan fit into memory. */
import { maxTrials } from '#contract/experiment/plan-check.ts';
import type { Plan } from '#model/plan/plan.ts';

export type Sized = Pick<Plan, 'detectors' | 'faults' | 'traffic' | 'repeats'>;

/** What an experiment file may plan (main/contract/experiment/plan-check.ts). */
export const allowedSize = `at most ${maxTrials} trials in one experiment`;

export const trialsIn = ({ detectors, faults, traffic, repeats }: Sized): number =>
  detectors.length * faults.length * traffic.length * repeats;

export const isTooLarge = (plan: Sized): boolean => !(trialsIn(plan) <= maxTrials);
