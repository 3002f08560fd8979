import type { WriteStream } from 'node:tty';

/** Width for output that goes to a file or a pipe. */
const pipeColumns = 120;

/** What a stream can show. NO_COLOR (no-color.org) is obeyed. */
export function terminal(stream: WriteStream): {
  readonly columns: number;
  readonly isTTY: boolean;
  readonly color: boolean;
} {
  const isTTY = stream.isTTY;
  return {
    isTTY,
    columns: isTTY ? stream.columns : pipeColumns,
    color: isTTY && !process.env['NO_COLOR'],
  };
}
