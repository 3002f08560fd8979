/** Runs of experiments: one at a time, so that none disturbs what another measures. */
import { recordedEventData } from '#contract/data/event.ts';
import type { Host } from '#contract/wire/host.ts';
import { revisePlan } from '#contract/experiment/plan-file.ts';
import type { LivePorts } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent } from '#model/event.ts';
import type { Plan } from '#model/plan/plan.ts';
import { createPorts } from '#platform';
import type { StartPeer } from '#platform';
import { measure, newRunId, refuseWhatCannotRun } from './experiment.ts';
import type { Measured } from './experiment.ts';
import { follow, notThere } from './follow.ts';
import type { Followed } from './follow.ts';
import type { RunRecording, ThreadedHistory } from './history-thread/index.ts';

type RunsHost = Pick<Host, Extract<keyof Host, `run.${string}` | 'trial.events'>> & {
  /** Cancels what is under way and saves what was measured. */
  close(): Promise<void>;
};

export interface RunsParts {
  readonly history: ThreadedHistory;
  readonly ports: Pick<LivePorts, 'faultInjector' | 'transport'>;
  readonly startPeer: StartPeer | undefined;
  readonly log: (line: string) => void;
}

interface UnderWay {
  readonly run: string;
  readonly plan: Plan;
  readonly recording: RunRecording;
  readonly abort: AbortController;
  /** Resolves when everything is saved that can be. */
  readonly done: Promise<void>;
}

export function createRuns(parts: RunsParts): RunsHost {
  const { history } = parts;
  const runs = new Runs(parts);
  return {
    'run.start': async (plan) => ({ run: await runs.start(revisePlan(plan, {}, plan.name).plan) }),
    'run.cancel': async ({ run }) => {
      await runs.cancel(run);
      return null;
    },
    'run.milestones': ({ run, afterSeq }, signal) => mapped(follow(runs.followed(run), afterSeq, signal)),
    'trial.events': async ({ run, trial }) => {
      if ((await history.ask('status', run)) === null) throw notThere(run);
      return showable(await history.ask('trialEvents', run, trial));
    },
    close: () => runs.close(),
  };
}

class Runs {
  readonly #parts: RunsParts;
  #current: UnderWay | null = null;
  /** A run that the record makes room for. */
  #starting: (Pick<UnderWay, 'run' | 'plan'> & { readonly begun: Promise<UnderWay> }) | null = null;
  /** Runs of this program that are over and not, or not wholly, in the history. */
  readonly #unsaved = new Map<string, HalfopenError>();

  constructor(parts: RunsParts) {
    this.#parts = parts;
  }

  async start(plan: Plan): Promise<string> {
    const { ports } = this.#parts;
    const busyWith = this.#current ?? this.#starting;
    if (busyWith !== null) throw underWay(busyWith);
    refuseWhatCannotRun(plan, ports);
    const run = newRunId();
    this.#starting = { run, plan, begun: this.#begin(run, plan) };
    try {
      this.#current = await this.#starting.begun;
      return run;
    } finally {
      this.#starting = null;
    }
  }

  async #begin(run: string, plan: Plan): Promise<UnderWay> {
    const { history, startPeer } = this.#parts;
    const abort = new AbortController();
    const recording = await history.recordRun(run);
    const measured = measure({ run, plan, ports: createPorts(startPeer), recording, signal: abort.signal });
    return { run, plan, recording, abort, done: this.#concluded(run, measured) };
  }

  /** Resolves when it is over and saved. */
  async cancel(run: string): Promise<void> {
    const { history } = this.#parts;
    if (this.#current?.run === run) {
      this.#current.abort.abort();
      return this.#current.done;
    }
    const status = await history.ask('status', run);
    if (status === null) throw notThere(run);
    if (status === 'running') throw elsewhere(run);
  }

  followed(run: string): Followed {
    const isOurs = (): boolean => this.#current?.run === run;
    const behind = () => (isOurs() ? (this.#current?.recording.writeError ?? null) : null);
    return { history: this.#parts.history, run, isOurs, trouble: () => this.#unsaved.get(run) ?? behind() };
  }

  async close(): Promise<void> {
    await this.#starting?.begun.catch(() => null);
    this.#current?.abort.abort();
    await this.#current?.done;
  }

  /** Never rejects: those who follow the run are told. */
  async #concluded(run: string, measured: Promise<Measured>): Promise<void> {
    try {
      const { trouble, rescued, failure } = await measured;
      if (failure !== null) this.#log(run, failure.error);
      if (trouble !== null) this.#unsaved.set(run, notSaved(run, trouble, rescued));
    } catch (error) {
      this.#log(run, error);
      if (error instanceof HalfopenError) this.#unsaved.set(run, error);
    }
    this.#current = null;
  }

  #log(run: string, error: unknown): void {
    this.#parts.log(`run ${run}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

async function* mapped(batches: AsyncIterable<readonly RecordedEvent[]>) {
  for await (const batch of batches) {
    const told = showable(batch);
    if (told.length > 0) yield told;
  }
}

/** What came with an import may be of a kind that only a later Halfopen knows: a view gets the rest. */
const showable = (told: readonly RecordedEvent[]) =>
  told.filter((recorded) => recordedEventData.safeParse(recorded).success);

const underWay = ({ run, plan }: Pick<UnderWay, 'run' | 'plan'>): HalfopenError =>
  new HalfopenError({
    code: 'run-under-way',
    fault: 'input',
    message: `"${plan.name}" is still running (${run}). Two experiments at once would disturb each other.`,
    hint: 'Wait until it ends, or cancel it.',
    given: run,
  });

const elsewhere = (run: string): HalfopenError =>
  new HalfopenError({
    code: 'run-elsewhere',
    fault: 'input',
    message: `Experiment ${run} is being run by another program.`,
    hint: 'Cancel it there, with Ctrl-C on the command line.',
    given: run,
  });

const notSaved = (run: string, { detail }: HalfopenError, rescued: string | null): HalfopenError =>
  new HalfopenError({
    ...detail,
    code: 'run-not-saved',
    message: `Experiment ${run} is not completely in the history. ${detail.message}`,
    hint:
      rescued === null
        ? (detail.hint ?? '')
        : `The measurements are in ${rescued}. Import that file when there is space.`,
    given: run,
  });
