/**
 * A trace of arrivals as text: one line per heartbeat, its time in a column called `time`.
 *
 *   time_ms,event
 *   0
 *   1002.4
 *   2001.1
 *   2100,death
 */
import { z } from 'zod';
import { HalfopenError } from '#model/error.ts';
import { maxArrivals } from '#model/replay/trace.ts';
import type { Trace } from '#model/replay/trace.ts';

export const traceUnits = ['s', 'ms', 'us'] as const;
export type TraceUnit = (typeof traceUnits)[number];

export interface TraceSource {
  /** As it is called in complaints. */
  readonly name: string;
  /** Of the times; null where the header says it. */
  readonly unit: TraceUnit | null;
}

/** Beside the times a line may say much that is not read. */
const maxCharacters = 20_000_000;
const msPer: Readonly<Record<TraceUnit, number>> = { s: 1000, ms: 1, us: 1e-3 };

const timeCell = z
  .string()
  .regex(/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i, { error: 'a number' })
  .transform(Number)
  .pipe(z.number({ error: 'a finite number' }));
const eventCell = z.enum(['', 'arrival', 'loss', 'death'], { error: 'one of arrival, loss, death, or nothing' });

/** What can be wrong with a trace, as data: a caller may have words of its own for it. */
export type TraceTrouble =
  | 'empty'
  | 'too-long'
  | 'not-text'
  | 'no-time'
  | 'no-unit'
  | 'missing'
  | 'not-a-number'
  | 'not-an-event'
  | 'too-few'
  | 'too-many'
  | 'backwards'
  | 'two-deaths'
  | 'early-death';

/** The file is no trace; line and column say where. */
export class TraceInvalid extends HalfopenError {
  readonly trouble: TraceTrouble;
  /** As the file is called. */
  readonly source: string;
  /** From 1; null when no single line is to blame. */
  readonly line: number | null;
  /** Name of the column, or its number from 1 where it has none. */
  readonly column: string | null;

  constructor(name: string, at: TracePlace, complaint: TraceComplaint) {
    const place = [at.line === null ? '' : `, line ${at.line}`, at.column === null ? '' : `, column ${at.column}`].join(
      '',
    );
    const { trouble, problem, ...detail } = complaint;
    super({ code: 'trace-invalid', fault: 'input', message: `${name}${place}: ${problem}`, ...detail });
    this.trouble = trouble;
    this.source = name;
    this.line = at.line;
    this.column = at.column;
  }
}

interface TracePlace {
  readonly line: number | null;
  readonly column: string | null;
}

interface TraceComplaint {
  readonly trouble: TraceTrouble;
  readonly problem: string;
  readonly given?: string;
  readonly allowed?: string;
  readonly hint?: string;
}

const nowhere: TracePlace = { line: null, column: null };

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Columns {
  readonly time: number;
  readonly event: number | null;
  readonly names: readonly string[];
  readonly unit: TraceUnit | null;
}

interface Read {
  readonly line: number;
  readonly time: number;
  readonly event: z.output<typeof eventCell>;
}

/**
 * The trace in `text`; times count from the first arrival.
 * @throws TraceInvalid naming line and column.
 */
export function parseTrace(text: string, source: TraceSource): Trace {
  const rows = rowsOf(text, source.name);
  const header = rows[0];
  if (header === undefined)
    throw new TraceInvalid(source.name, nowhere, { trouble: 'empty', problem: 'it contains no arrival' });
  const isNamed =
    !timeCell.safeParse(header.cells[0] ?? '').success || header.cells.some((cell) => /^time/i.test(cell));
  const columns = isNamed ? columnsOf(header, source.name) : unnamed(header);
  const unit = source.unit ?? columns.unit;
  if (unit === null) throw withoutUnit(source.name, isNamed ? header : null);
  return traceOf(
    rows.slice(isNamed ? 1 : 0).map((row) => readRow(row, columns, source.name)),
    msPer[unit],
    source.name,
  );
}

/** The trace as a file that `parseTrace` reads back, to the nanosecond. */
export function printTrace({ arrivalsMs, diedAtMs }: Trace): string {
  const rows = arrivalsMs.map((atMs): readonly [number, string] => [atMs, '']);
  // After what arrived at the same instant: a death before the first arrival is none.
  const place = diedAtMs === null ? -1 : rows.findIndex(([atMs]) => atMs > diedAtMs);
  const ordered = diedAtMs === null ? rows : rows.toSpliced(place === -1 ? rows.length : place, 0, [diedAtMs, 'death']);
  const lines = ordered.map(([atMs, event]) => `${Number(atMs.toFixed(6))}${event === '' ? '' : `,${event}`}\n`);
  return `time_ms,event\n${lines.join('')}`;
}

/** Comma, semicolon or tab, whichever the first line has; `#` begins a remark. */
function rowsOf(text: string, name: string): readonly Row[] {
  if (text.length > maxCharacters)
    throw new TraceInvalid(name, nowhere, { trouble: 'too-long', problem: `longer than ${maxCharacters} characters` });
  // A NUL is in no text; UTF-16 is full of them.
  if (text.includes('\0'))
    throw new TraceInvalid(name, nowhere, { trouble: 'not-text', problem: 'not a text file in UTF-8' });
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, content: content.trim() }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'));
  const separator = [',', ';', '\t'].find((candidate) => lines[0]?.content.includes(candidate) === true) ?? ',';
  return lines.map(({ line, content }) => ({ line, cells: content.split(separator).map(unquoted) }));
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(?<inner>.*)"$/, '$<inner>');

/** `time`, `time_ms`, `time (s)`, `Time [us]`. */
const timeName = /^time(?:[\s_]*[([]?\s*(?<unit>s|ms|us)\s*[)\]]?)?$/i;

function columnsOf({ cells, line }: Row, name: string): Columns {
  const time = cells.findIndex((cell) => timeName.test(cell));
  if (time === -1)
    throw new TraceInvalid(
      name,
      { line, column: null },
      {
        trouble: 'no-time',
        problem: 'no column is named time',
        given: cells.join(', '),
        allowed: 'time, time_ms, time_s or time_us',
      },
    );
  const event = cells.findIndex((cell) => /^event$/i.test(cell));
  const unit = timeName.exec(cells[time] ?? '')?.groups?.unit?.toLowerCase();
  return {
    time,
    event: event === -1 ? null : event,
    names: cells,
    unit: traceUnits.find((candidate) => candidate === unit) ?? null,
  };
}

/** Without a header the first column is the time, and a second the event. */
const unnamed = ({ cells }: Row): Columns => ({
  time: 0,
  event: cells.length > 1 ? 1 : null,
  names: cells.map((_cell, index) => String(index + 1)),
  unit: null,
});

function withoutUnit(name: string, header: Row | null): TraceInvalid {
  return new TraceInvalid(name, header === null ? nowhere : { line: header.line, column: 'time' }, {
    trouble: 'no-unit',
    problem: 'the unit of its times is missing',
    allowed: 'a header time_s, time_ms or time_us, or the unit given beside the file (--unit ms)',
  });
}

function readRow({ line, cells }: Row, columns: Columns, name: string): Read {
  const read = <Cell extends z.ZodType>(cell: Cell, index: number): z.output<Cell> => {
    const given = cells[index] ?? '';
    const result = cell.safeParse(given);
    if (result.success) return result.data;
    const place = { line, column: columns.names[index] ?? String(index + 1) };
    const allowed = result.error.issues[0]?.message ?? '';
    throw new TraceInvalid(name, place, {
      trouble: given === '' ? 'missing' : index === columns.event ? 'not-an-event' : 'not-a-number',
      problem: given === '' ? 'missing' : `given "${given.slice(0, 40)}"`,
      allowed,
    });
  };
  const event = columns.event === null ? '' : read(eventCell, columns.event);
  return { line, event, time: read(timeCell, columns.time) };
}

function traceOf(rows: readonly Read[], ms: number, name: string): Trace {
  let before = rows[0];
  for (const row of rows) {
    if (before !== undefined && row.time < before.time) throw backwards(before, row, name);
    before = row;
  }
  const arrivals = rows.filter(({ event }) => event === '' || event === 'arrival');
  const [first, second] = arrivals;
  if (first === undefined || second === undefined)
    throw new TraceInvalid(name, nowhere, {
      trouble: 'too-few',
      problem: 'fewer than two arrivals',
      allowed: 'at least two',
    });
  if (arrivals.length > maxArrivals)
    throw new TraceInvalid(name, nowhere, { trouble: 'too-many', problem: `more than ${maxArrivals} arrivals` });
  const death = deathIn(rows, name);
  return {
    arrivalsMs: arrivals.map(({ time }) => (time - first.time) * ms),
    diedAtMs: death === null ? null : (death.time - first.time) * ms,
  };
}

function backwards(before: Read, { line, time }: Read, name: string): TraceInvalid {
  return new TraceInvalid(
    name,
    { line, column: 'time' },
    {
      trouble: 'backwards',
      problem: `time runs backwards, from ${before.time} on line ${before.line}`,
      given: String(time),
      allowed: `${before.time} or later`,
      hint: "take the times from the receiver's clock, one that never goes back (CLOCK_MONOTONIC)",
    },
  );
}

function deathIn(rows: readonly Read[], name: string): Read | null {
  const [death, another] = rows.filter(({ event }) => event === 'death');
  if (another !== undefined)
    throw new TraceInvalid(
      name,
      { line: another.line, column: 'event' },
      { trouble: 'two-deaths', problem: 'a second death' },
    );
  if (death === undefined) return null;
  const first = rows.findIndex(({ event }) => event === '' || event === 'arrival');
  if (rows.indexOf(death) < first)
    throw new TraceInvalid(
      name,
      { line: death.line, column: 'event' },
      { trouble: 'early-death', problem: 'a death before the first arrival' },
    );
  return death;
}
