/** Traces that nobody recorded: made by a formula, to try detectors on, and to be called generated wherever they are shown. */
import { evenly } from '../evenly.ts';
import type { Trace } from './trace.ts';

export const exampleNames = ['outage', 'bursty', 'jittery'] as const;
export type ExampleName = (typeof exampleNames)[number];

const paceMs = 1000;
/** Loses 15 of 300 in `bursty`: 5 %, as promised. */
const seed = 5;
/** Five minutes; then the peer dies, 400 ms after its last heartbeat. */
const beats = 300;
const diesAfterMs = 400;

export function exampleTrace(name: ExampleName): Trace {
  const arrivalsMs = examples[name]();
  const [first = 0] = arrivalsMs;
  return {
    arrivalsMs: arrivalsMs.map((atMs) => atMs - first),
    diedAtMs: beats * paceMs - paceMs + diesAfterMs - first,
  };
}

const examples: Readonly<Record<ExampleName, () => readonly number[]>> = {
  // Regular to a few milliseconds, and once nothing for eight seconds.
  outage: () => sent((beat) => 20 + 4 * evenly(seed, beat)).filter((_, beat) => beat < 150 || beat > 157),
  bursty: () => {
    const isLost = burstyLoss();
    return sent((beat) => 20 + 10 * evenly(seed, beat)).filter((_, beat) => beat === 0 || !isLost[beat]);
  },
  // Exponential with a mean of 150 ms: most come soon, a few very late; none overtakes another, as in TCP.
  jittery: () => {
    let before = 0;
    return sent((beat) => 20 - 150 * Math.log(1 - evenly(seed, beat))).map((atMs) => (before = Math.max(before, atMs)));
  },
};

const sent = (delayMs: (beat: number) => number): readonly number[] =>
  Array.from({ length: beats }, (_, beat) => beat * paceMs + delayMs(beat));

/**
 * Two states (Gilbert, Bell System Technical Journal 39, 1960): nothing is lost in the good one, everything in the bad
 * one. From good to bad 1 in 38, back 1 in 2: bursts of two on average, and 1/38 / (1/38 + 1/2) = 5 % of all.
 */
function burstyLoss(): readonly boolean[] {
  let isBad = false;
  return Array.from({ length: beats }, (_, beat) => (isBad = evenly(seed + 1, beat) < (isBad ? 1 / 2 : 1 / 38)));
}
