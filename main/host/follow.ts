/** Follows a run by its record, as every view does: what is not recorded is not shown. */
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent } from '#model/event.ts';
import type { ThreadedHistory } from './history-thread/index.ts';
import { pause } from './pause.ts';

export interface Followed {
  readonly history: ThreadedHistory;
  readonly run: string;
  /** Run by this program, and not over yet. */
  readonly isOurs: () => boolean;
  /** Why the record is behind; null when it is not. */
  readonly trouble: () => HalfopenError | null;
}

/** Quick enough to look alive, rare enough to cost nothing. */
const everyMs = 100;
const mostAtOnce = 500;
/** A busy disk is no news; one that has refused for so long is. */
const patienceMs = 5000;
/** Between the end that is told and the result that is kept; one whose process dies there ends all the same. */
const concludingMs = 2000;

/** Ends with the run: its end comes when its result is kept. */
export async function* follow(
  { history, run, isOurs, trouble }: Followed,
  afterSeq: number,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[]> {
  if (!isOurs() && trouble() === null && (await history.ask('status', run)) === null) throw notThere(run);
  let seq = afterSeq;
  let [refusedMs, concludedMs] = [0, 0];
  do {
    // Asked first: whatever was told before it was over is in the record by then.
    const wasOurs = isOurs();
    const { status, milestones: found } = await history.ask('look', run, seq, mostAtOnce);
    const isOver = !wasOurs && status !== 'running';
    const isEnding = found.at(-1)?.event.type === 'ended' && !isOver && concludedMs < concludingMs;
    const told = isEnding ? found.slice(0, -1) : found;
    if (isEnding) concludedMs += everyMs;
    seq = told.at(-1)?.seq ?? seq;
    if (told.length > 0) yield told;
    if (told.at(-1)?.event.type === 'ended') return;
    if (told.length === mostAtOnce) continue;
    const refusal = trouble();
    refusedMs = refusal === null ? 0 : refusedMs + everyMs;
    if (refusal !== null && (!isOurs() || refusedMs >= patienceMs)) throw refusal;
    if (isOver) return;
  } while (await pause(everyMs, signal));
}

export const notThere = (run: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-not-found',
    fault: 'input',
    message: `There is no experiment ${run} in this history.`,
    hint: 'It may have been deleted, here or by another program.',
    given: run,
  });
