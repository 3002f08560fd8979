/** Replays what changed, a little at a time. */
import { useEffect, useRef, useState } from 'react';
import { ReplayQueue } from '#store/replays.ts';
import type { Outcomes } from '#store/replays.ts';
import type { PlaygroundEntry } from '#store/playground.ts';
import type { Trace } from '#model/replay/trace.ts';

/** Long enough for the next digit to be typed. */
const typingMs = 120;
/** Short of a frame: scrolling and typing go on. */
const sliceMs = 8;

/** @param entries only such as can be replayed; memoised */
export function useReplays(trace: Trace, entries: readonly PlaygroundEntry[]): Outcomes {
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map());
  const known = useRef<Outcomes>(outcomes);
  const last = useRef<Trace | null>(null);
  useEffect(() => {
    const queue = new ReplayQueue(trace, entries, known.current);
    let timer: ReturnType<typeof setTimeout>;
    const work = (): void => {
      const until = performance.now() + sliceMs;
      const told = queue.work(() => performance.now() < until);
      if (told.length > 0) {
        known.current = new Map([...known.current, ...told.map((outcome) => [outcome.id, outcome] as const)]);
        setOutcomes(known.current);
      }
      if (!queue.isDone) timer = setTimeout(work);
    };
    if (!queue.isDone) timer = setTimeout(work, last.current === trace ? typingMs : 0);
    last.current = trace;
    return () => clearTimeout(timer);
  }, [trace, entries]);
  return outcomes;
}
