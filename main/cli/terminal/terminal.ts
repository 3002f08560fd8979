import pc from 'picocolors';

/** Width for output that goes to a file or a pipe. */
const pipeColumns = 120;

/** `isTTY` is absent, whatever Node's types say, for a file or a pipe. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns: number;
}

/** What a stream can show. NO_COLOR (no-color.org) is obeyed. */
export function terminal(stream: Output): {
  readonly columns: number;
  readonly isTTY: boolean;
  readonly color: boolean;
} {
  const isTTY = stream.isTTY === true;
  return {
    isTTY,
    columns: isTTY ? stream.columns : pipeColumns,
    color: isTTY && !process.env['NO_COLOR'],
  };
}

/** Colours for standard output. The library's own choice colours files, too, on Windows and in CI. */
export const paint = pc.createColors(terminal(process.stdout).color);
