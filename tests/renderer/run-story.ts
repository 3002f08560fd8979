import { ended, linked, run, started, struck, trialEnded } from '../model/run-events.ts';
import type { RunEvent } from '#model/event.ts';
import type { Plan } from '#model/plan/plan.ts';
import { freshPlan } from '#store/plan-draft.ts';

export { run };

const plan: Plan = {
  ...freshPlan,
  repeats: 2,
  detectors: [{ kind: 'eof' }],
  faults: [{ kind: 'rst' }],
  traffic: ['idle'],
};

/** Two trials, one after the other. */
export const runEvents = (): readonly RunEvent[] => [
  started(plan),
  linked(0, 100),
  struck(plan, 0, 1000),
  trialEnded(0, 1001, { outcome: 'detected', verdictAtMs: 1001 }),
  linked(1, 100),
  struck(plan, 1, 2000),
  trialEnded(1, 2001, { outcome: 'detected', verdictAtMs: 2001 }),
  ended(2100),
];
