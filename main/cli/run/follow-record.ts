import { createProgress } from './progress.ts';
import { terminal } from '../terminal/terminal.ts';
import type { ThreadedHistory } from '#host/history-thread/index.ts';

/** How often the record is read: quick enough to look alive, rare enough to cost nothing. */
const everyMs = 200;
const pageSize = 5000;

/** Shows a run from its record, as any other view would: by asking for what came after the last event seen. */
export function followRecord(history: ThreadedHistory, run: string, quiet: boolean): { stop(): Promise<void> } {
  const { columns, isTTY } = terminal(process.stderr);
  const progress = createProgress({ stream: process.stderr, isTTY, columns, quiet });
  let seq = 0;
  const read = async (): Promise<void> => {
    const { milestones } = await history.ask('look', run, seq, pageSize);
    for (const recorded of milestones) {
      seq = recorded.seq;
      progress.onEvent(recorded.event);
    }
    if (milestones.length === pageSize) await read();
  };
  let reading = Promise.resolve();
  // What is shown must never be the reason that a run fails: the recorder tells what is wrong with the history.
  const readNext = (): void => void (reading = reading.then(read).catch(() => undefined));
  const timer = setInterval(readNext, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      readNext();
      await reading;
      progress.done();
    },
  };
}
