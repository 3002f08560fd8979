/** Experiments as the contract has them: one runs at a time, so that none disturbs another's measurement. */
import { setTimeout as pause } from 'node:timers/promises';
import { revisePlan } from '#contract/plan-file.ts';
import type { Host } from '#contract/host.ts';
import type { Ports } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import type { Plan } from '#model/settings.ts';
import type { History } from '#recorder';
import { measure } from './measure.ts';
import { refuseWhatCannotRun } from './refusals.ts';
import { newRunId } from './run-id.ts';

export type RunsHost = Pick<Host, 'run.start' | 'run.cancel' | 'run.milestones' | 'trial.events'> & {
  /** Cancels what runs and waits until it is saved. */
  close(): Promise<void>;
};

export interface RunsParts {
  readonly history: History;
  readonly createPorts: () => Ports;
  readonly log: (line: string) => void;
}

/** What decides about trials; the rest is read per trial. */
const milestones: ReadonlySet<RunEvent['type']> = new Set(['started', 'fault', 'healed', 'trial-ended', 'ended']);
const batch = 500;
/** The recorder writes at once what is precious, the rest five times a second. */
const lookEveryMs = 100;

interface Running {
  readonly run: string;
  readonly abort: AbortController;
  readonly over: Promise<void>;
}

export function createRuns({ history, createPorts, log }: RunsParts): RunsHost {
  let running: Running | null = null;

  async function start(asked: Plan): Promise<{ run: string }> {
    const { plan } = revisePlan(asked, {}, asked.name);
    if (running !== null) throw underWay(running.run);
    const ports = createPorts();
    refuseWhatCannotRun(plan, ports);
    const run = newRunId();
    const abort = new AbortController();
    const over = measure({ run, plan, ports, history, signal: abort.signal })
      .then(({ troubles, rescued }) => {
        for (const { detail } of troubles) log(`${run}: ${detail.message} ${detail.hint ?? ''}`);
        return rescued === null ? undefined : log(`${run}: what could not be saved is in ${rescued}`);
      })
      .catch((error: unknown) =>
        log(`${run}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      )
      .finally(() => void (running = null));
    running = { run, abort, over };
    return { run };
  }

  return {
    'run.start': start,
    async 'run.cancel'({ run }) {
      if (running?.run !== run) throw notRunning(run);
      running.abort.abort();
      await running.over;
      return null;
    },
    'run.milestones': ({ run, afterSeq }, signal) => follow(history, run, afterSeq, signal),
    async 'trial.events'({ run, trial }) {
      return history.trialEvents(history.find(run), trial);
    },
    async close() {
      running?.abort.abort();
      await running?.over;
    },
  };
}

/** Ends after the run's own end; a crashed run has none, and its status says that it is over. */
async function* follow(history: History, run: string, afterSeq: number, signal: AbortSignal) {
  let seq = afterSeq;
  // What was asked for a moment ago may not be in the record yet.
  for (let looks = 0; !signal.aborted; looks += 1) {
    const isOver = history.statusOf(run) !== 'running' && (history.has(run) || looks > 20);
    let page: readonly RecordedEvent[];
    do {
      page = history.after(seq, batch, run, milestones);
      if (page.length > 0) yield page;
      seq = page.at(-1)?.seq ?? seq;
      if (page.some(({ event }) => event.type === 'ended')) return;
    } while (page.length === batch && !signal.aborted);
    if (isOver) return;
    await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

const underWay = (run: string): HalfopenError =>
  new HalfopenError({
    code: 'run-under-way',
    fault: 'input',
    message: 'An experiment is running already; two at once would disturb each other.',
    hint: 'Wait until it is over, or cancel it: what it measured is kept.',
    given: run,
  });

const notRunning = (run: string): HalfopenError =>
  new HalfopenError({
    code: 'run-not-running',
    fault: 'input',
    message: `Experiment ${run} does not run in this program any more.`,
    given: run,
  });
