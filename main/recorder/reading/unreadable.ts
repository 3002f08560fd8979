/** One experiment that cannot be read must not look like trouble with the whole history. */
import { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { sqliteCode } from '../file/sqlite-errors.ts';
import { allowedSize, isTooLarge } from './plan-size.ts';

/**
 * `summarize` for events as they are in the history, whichever version imported them.
 * @throws HalfopenError `experiment-unreadable`, also for a plan whose trials would fill the memory.
 */
export const summarizeRecorded = (events: Iterable<RunEvent>, id: string): ExperimentResult =>
  reading(id, () => summarize(refusingLargePlan(events, id), id));

/** Runs `read`. What is wrong with the data of experiment `id` becomes a HalfopenError `experiment-unreadable`. */
export function reading<T>(id: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof HalfopenError || sqliteCode(error) !== null) throw error;
    throw unreadable(id, error instanceof Error ? error.message : String(error), error);
  }
}

function* refusingLargePlan(events: Iterable<RunEvent>, id: string): Generator<RunEvent> {
  for (const event of events) {
    if (event.type === 'started' && isTooLarge(event.plan))
      throw unreadable(id, `plan.repeats is ${event.plan.repeats}, allowed: ${allowedSize}`);
    yield event;
  }
}

const unreadable = (id: string, why: string, cause?: unknown): HalfopenError =>
  new HalfopenError(
    {
      code: 'experiment-unreadable',
      fault: 'input',
      message: `Experiment ${id} cannot be shown: ${why}.`,
      hint: 'Delete it, or look for a newer version of Halfopen.',
      given: id,
    },
    cause,
  );
