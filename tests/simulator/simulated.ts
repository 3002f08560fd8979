/** Whole experiments in virtual time, and what theory says of each of their trials. */
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import type { Wheel } from '#model/kernel/timer-wheel.ts';
import type { Kernel } from '#model/prediction.ts';
import type { ExperimentResult, TrialResult } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { summarize } from '#model/result/summarize.ts';
import { seededChance } from '#platform';
import { createSimulation } from '#simulator';

export const usualKernel: Kernel = { os: 'linux', hz: 250, retries2: 15 };

export interface HowToSimulate {
  readonly kernel?: Kernel;
  readonly wheel?: Wheel;
  readonly tell?: (event: RunEvent) => void;
}

/** Nothing that the engine tells is lost: the result is made as any other. */
export async function simulated(plan: Plan, how: HowToSimulate = {}): Promise<ExperimentResult> {
  const { kernel = usualKernel, wheel, tell = () => {} } = how;
  const events: RunEvent[] = [];
  const ports = createSimulation({
    kernel,
    host: { os: 'Linux', kernel: 'simulated', arch: 'x64', node: '', halfopen: '', ...kernelFacts(kernel) },
    chance: seededChance,
    seed: plan.seed,
    settle: () => new Promise((resolve) => void setImmediate(resolve)),
    wallTime: () => '2026-01-01T00:00:00.000Z',
    ...(wheel !== undefined && { wheel }),
  });
  await runPlan({
    run: 'r',
    plan,
    ports,
    signal: new AbortController().signal,
    tell: (event) => {
      events.push(event);
      tell(event);
    },
  });
  return summarize(events, 'r');
}

const kernelFacts = ({ hz, retries2 }: Kernel): Pick<Kernel, 'hz' | 'retries2'> => ({ hz, retries2 });

export interface Told extends TrialResult {
  /** `heartbeat 1s/1s/3, blackhole both ways, idle`. */
  readonly cell: string;
}

export const trialsIn = ({ cells }: Pick<ExperimentResult, 'cells'>): readonly Told[] =>
  cells.flatMap((cell) =>
    cell.trials.map((trial) => ({ cell: `${cell.detector.label}, ${cell.fault.label}, ${cell.traffic}`, ...trial })),
  );

export const planOf = (parts: Pick<Plan, 'detectors' | 'faults'> & Partial<Plan>): Plan => ({
  version: 1,
  name: 'simulated',
  deadlineMs: 20_000,
  repeats: 1,
  phase: { kind: 'random' },
  seed: 1,
  traffic: ['idle'],
  expect: [],
  ...parts,
});
