/** The engine: runs a plan, tells everything, keeps nothing. */
import { Conduct } from './conduct.ts';
import type { Ports } from './ports.ts';
import { timetableOf } from './timetable.ts';
import type { Tell } from './trial.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentStatus, RunFigures } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { msBetween, plusMs } from '#model/time.ts';

export interface RunInput {
  readonly run: string;
  readonly plan: Plan;
  readonly ports: Ports;
  readonly tell: (event: RunEvent) => void;
  /** Abort to cancel: what was measured is told, the rest is let go. */
  readonly signal: AbortSignal;
}

/** Reading every packet of more trials would delay the very events that are measured. */
const mostWatchedTrials = 500;

/** Between the peers being ready and the first connection, so that nothing is late from the start. */
const headStartMs = 50;

/**
 * Runs every trial of the plan, all at once, each at its own instant.
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
          network === null ? {} : { network, isWatched: timetable.slots.length <= mostWatchedTrials },
        ),
      ),
    );
    const base = plusMs(clock.now(), headStartMs);
    const felt = await new Conduct({ timetable, peers, base, ports, deadlineMs: plan.deadlineMs, tell, signal }).done;
    const figures: RunFigures = {
      startUpMs: msBetween(calledAt, base),
      wallMs: msBetween(base, clock.now()),
      trials: timetable.slots.length,
      peers: timetable.peers.length,
      ...felt,
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
