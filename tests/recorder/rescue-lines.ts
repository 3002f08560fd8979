/** Rescue files as they are written, and histories to import them into. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunEvent } from '#model/event.ts';
import { exportBundle, openHistory } from '#recorder';
import type { History } from '#recorder';
import { temporaryFolder } from './folder.ts';
import { ended, finished, started, struck } from './story.ts';

export const lines = (...values: readonly object[]): string =>
  `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
export const header = (run: string, after: number | null, events: number, writer = { pid: 1, since: 'elsewhere' }) => ({
  schema: 'halfopen.rescue/1',
  kind: 'experiment',
  run,
  after,
  events,
  writer,
});

/** Another end of the same trial. */
export const survived = (run: string): RunEvent => ({ ...ended(run, 0, 10), outcome: 'survived' }) as RunEvent;

export function history(): History {
  const opened = openHistory(join(temporaryFolder(), 'history.db'));
  onTestFinished(() => opened.close());
  return opened;
}

/** A run that was recorded from the first to the last of these events. */
export function record(to: History, run: string, events: readonly RunEvent[]): void {
  const recorder = to.recorder(run);
  recorder.append(events);
  recorder.close();
}

export const whole = (run: string) => [started(run), struck(run, 0, 6), ended(run, 0, 10), finished(run)];

/** Everything that an import could have changed. */
export const stateOf = (of: History, run: string) => ({
  list: of.list(),
  result: of.get(run),
  events: [...of.events(run)],
  bundle: exportBundle(of, [run]),
});
