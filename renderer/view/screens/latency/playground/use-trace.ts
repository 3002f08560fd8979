/** The trace that is chosen, once it is there. */
import { useMemo } from 'react';
import { useAsked } from '../../../use-asked.ts';
import type { OutputOf } from '#contract/wire/host.ts';
import { exampleTrace } from '#model/replay/examples.ts';
import type { Trace } from '#model/replay/trace.ts';
import type { PlaygroundState } from '#store/playground.ts';

const latest = {
  text: '',
  filters: [],
  sort: { by: 'startedAt' as const, descending: true },
  offset: 0,
  limit: 100,
};

type Trials = OutputOf<'trace.list'>['trials'];

export interface ChosenTrace {
  /** Null while it is not there, or when there is none. */
  readonly trace: Trace | null;
  readonly error: unknown;
  readonly runs: OutputOf<'history.page'>['entries'] | null;
  readonly run: string | null;
  readonly trials: Trials | null;
  readonly trial: number | null;
}

export function useTrace({ from, example, file, run: wantedRun, trial: wantedTrial }: PlaygroundState): ChosenTrace {
  const isRun = from === 'run';
  const page = useAsked('history.page', isRun ? latest : undefined);
  const runs = page.output?.entries ?? null;
  const run = wantedRun ?? runs?.[0]?.id ?? null;
  const list = useAsked('trace.list', isRun && run !== null ? { run } : undefined);
  const trials = list.output?.run === run ? list.output.trials : null;
  const trial = (trials?.find((candidate) => candidate.trial === wantedTrial) ?? trials?.[0])?.trial ?? null;
  const got = useAsked('trace.get', isRun && run !== null && trial !== null ? { run, trial } : undefined);
  const recorded = got.output?.run === run && got.output.trial === trial ? got.output : null;
  const made = useMemo(() => exampleTrace(example), [example]);
  const traces = { example: made, run: recorded, file: file?.trace ?? null };
  const error = isRun ? (page.error ?? list.error ?? got.error) : null;
  return { trace: traces[from], error, runs, run, trials, trial };
}
