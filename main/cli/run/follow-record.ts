import { createProgress } from './progress.ts';
import { terminal } from '../terminal/terminal.ts';
import type { History } from '#recorder';

/** How often the record is read: quick enough to look alive, rare enough to cost nothing. */
const everyMs = 200;
const pageSize = 5000;

/** Shows a run from its record, as any other view would: by asking for what came after the last event seen. */
export function followRecord(history: History, run: string, quiet: boolean): { stop(): void } {
  const { columns, isTTY } = terminal(process.stderr);
  const progress = createProgress({ stream: process.stderr, isTTY, columns, quiet });
  let seq = 0;
  const read = (): void => {
    for (let page = history.after(seq, pageSize, run); page.length > 0; page = history.after(seq, pageSize, run))
      for (const recorded of page) {
        seq = recorded.seq;
        progress.onEvent(recorded.event);
      }
  };
  const timer = setInterval(read, everyMs);
  return {
    stop() {
      clearInterval(timer);
      read();
      progress.done();
    },
  };
}
