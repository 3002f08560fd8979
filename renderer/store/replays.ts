/** Replays that are worked off in slices, so that a page stays alive with however many arrivals. */
import type { PlaygroundEntry } from './playground.ts';
import { figuresOf } from '#model/replay/fitting.ts';
import { qualityOf } from '#model/replay/quality.ts';
import type { Quality } from '#model/replay/quality.ts';
import { replaySteps } from '#model/replay/replay.ts';
import type { Replayed, Suspicion } from '#model/replay/replay.ts';
import type { Trace } from '#model/replay/trace.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { RangeMs } from '#model/time.ts';

export interface Outcome {
  readonly id: number;
  readonly trace: Trace;
  readonly settings: DetectorSettings;
  readonly replayed: Replayed;
  readonly quality: Quality;
}

export type Outcomes = ReadonlyMap<number, Outcome>;

/** Whether an outcome is that of this trace and these settings. */
export const isCurrent = (outcome: Outcome | undefined, trace: Trace, settings: DetectorSettings): boolean =>
  outcome?.trace === trace && JSON.stringify(outcome.settings) === JSON.stringify(settings);

export class ReplayQueue {
  readonly #trace: Trace;
  readonly #waiting: PlaygroundEntry[];
  #playing: { readonly entry: PlaygroundEntry; readonly steps: ReturnType<typeof replaySteps> } | null = null;

  /** @param known are not replayed again */
  constructor(trace: Trace, entries: readonly PlaygroundEntry[], known: Outcomes) {
    this.#trace = trace;
    this.#waiting = entries.filter(({ id, settings }) => !isCurrent(known.get(id), trace, settings));
  }

  get isDone(): boolean {
    return this.#playing === null && this.#waiting.length === 0;
  }

  /** Goes on until told to rest, at least one step. @returns what came out meanwhile */
  work(mayGoOn: () => boolean): readonly Outcome[] {
    const out: Outcome[] = [];
    do {
      const outcome = this.#step();
      if (outcome !== null) out.push(outcome);
    } while (!this.isDone && mayGoOn());
    return out;
  }

  #step(): Outcome | null {
    if (this.#playing === null) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return null;
      this.#playing = { entry, steps: replaySteps(this.#trace, entry.settings) };
    }
    const { entry, steps } = this.#playing;
    const step = steps.next();
    if (step.done !== true) return null;
    this.#playing = null;
    return { ...entry, trace: this.#trace, replayed: step.value, quality: qualityOf(this.#trace, step.value) };
  }
}

/** The first mistake of any detector that begins after an instant, or of all of them; null without one. */
export function nextMistake(trace: Trace, outcomes: readonly Outcome[], afterMs: number): Suspicion | null {
  const mistakes = outcomes
    .flatMap(({ replayed, quality }) => replayed.suspicions.filter(({ fromMs }) => fromMs < quality.watchedMs))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const beyond = mistakes.find((mistake) => middleOf(trace, mistake) > afterMs + leastStepMs);
  return beyond ?? mistakes[0] ?? null;
}

/** Two mistakes closer than this are seen at once. */
const leastStepMs = 1;

/** A mistake in the middle, with some heartbeats around it. */
export function aroundMistake(trace: Trace, mistake: Suspicion): RangeMs {
  const middleMs = middleOf(trace, mistake);
  const halfMs = Math.max(lengthOf(trace, mistake) * 1.5, figuresOf(trace).medianGapMs * 12);
  return { fromMs: middleMs - halfMs, toMs: middleMs + halfMs };
}

const lengthOf = (trace: Trace, { fromMs, untilMs }: Suspicion): number =>
  (untilMs ?? trace.diedAtMs ?? trace.arrivalsMs.at(-1) ?? fromMs) - fromMs;
const middleOf = (trace: Trace, mistake: Suspicion): number => mistake.fromMs + lengthOf(trace, mistake) / 2;
