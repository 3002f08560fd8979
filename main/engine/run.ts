/** Runs an experiment from its plan to its end. It tells everything that happens, and keeps nothing. */
import type { Ports } from './ports.ts';
import { timetableOf } from './timetable.ts';
import { TrialRunner } from './trial-runner.ts';
import type { Tell } from './trial.ts';
import type { RunEvent } from '#model/event.ts';
import { foresee } from '#model/predict/index.ts';
import type { ExperimentStatus, RunFigures } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { msBetween, plusMs } from '#model/time.ts';

export interface RunInput {
  readonly run: string;
  readonly plan: Plan;
  readonly ports: Ports;
  readonly tell: (event: RunEvent) => void;
  /** Aborting it cancels the run: every trial that is not over is given up. */
  readonly signal: AbortSignal;
}

/** Capturing the packets of more trials would delay the very events that are measured. */
const mostCapturedTrials = 500;

/** From the moment when all peers are ready to the first connection, so that no trial starts late. */
const headStartMs = 50;

/**
 * Runs all trials of the plan at the same time, each from its own instant on.
 * @throws what the lab throws when peers cannot be started; everything measured until then has been told.
 */
export async function runPlan(input: RunInput): Promise<ExperimentStatus> {
  const { plan, ports, run, signal } = input;
  const { clock } = ports;
  const tell: Tell = (event, at) => input.tell({ ...event, run, at: at ?? clock.now() });
  const calledAt = clock.now();
  tell({ type: 'started', plan, host: ports.host, startedAt: clock.wallTime() });
  try {
    const timetable = timetableOf(plan, ports.chance(plan.seed));
    const peers = await Promise.all(
      timetable.peers.map((network) =>
        ports.lab.startPeer(
          network === null ? {} : { network, tellsPackets: timetable.slots.length <= mostCapturedTrials },
        ),
      ),
    );
    // What takes its time to predict would delay what is measured.
    for (const { trial } of timetable.slots) foresee({ ...trial.cell, kernel: ports.kernel });
    const base = plusMs(clock.now(), headStartMs);
    const { deadlineMs } = plan;
    const trialFigures = await new TrialRunner({ timetable, peers, base, ports, deadlineMs, tell, signal }).done;
    const figures: RunFigures = {
      startUpMs: msBetween(calledAt, base),
      wallMs: msBetween(base, clock.now()),
      trials: timetable.slots.length,
      peers: timetable.peers.length,
      ...trialFigures,
      ...(await ports.loadMeter.read()),
    };
    const status = signal.aborted ? 'cancelled' : 'complete';
    tell({ type: 'ended', status, figures, error: null });
    return status;
  } catch (error) {
    const status = signal.aborted ? 'cancelled' : 'partial';
    tell({ type: 'ended', status, figures: null, error: error instanceof Error ? error.message : String(error) });
    if (status === 'cancelled') return status;
    throw error;
  } finally {
    await ports.lab.close();
  }
}
