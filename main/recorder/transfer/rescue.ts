/** Reads rescue files: what the recorder of a run or of live sessions could not write, an event on each line. */
import type { RunEvent } from '#model/event.ts';
import type { LiveEvent } from '#model/live/live.ts';
import { parseStored } from '../file/stored-json.ts';
import { rescueHeaderSchema, rescueVersion } from '../writing/rescue-header.ts';
import type { RescueHeader } from '../writing/rescue-header.ts';
import { flawOfLiveEvent, flawOfRunEvent } from './event-format.ts';
import { parseJson } from './json.ts';
import { flawOf, refused, refusedValue } from './refusal.ts';

type HeaderOf<Kind extends RescueHeader['kind']> = RescueHeader & { readonly kind: Kind };

/** What was rescued of one run or of live sessions. Every event has passed the schema of its type. */
export type RescueFile = {
  readonly source: string;
  /** The line of the first event. */
  readonly firstLine: number;
} & (
  | {
      readonly kind: 'experiment';
      readonly header: HeaderOf<'experiment'> | null;
      readonly events: readonly RunEvent[];
    }
  | { readonly kind: 'sessions'; readonly header: HeaderOf<'sessions'> | null; readonly events: readonly LiveEvent[] }
);

export type RescuedRun = RescueFile & { readonly kind: 'experiment' };
export type RescuedSessions = RescueFile & { readonly kind: 'sessions' };

/** The first versions wrote no header. */
const beginning = /^\s*\{\s*"(?:schema"\s*:\s*"halfopen\.rescue\/|run"|type"|session")/;

export const isRescueFile = (text: string): boolean => beginning.test(text.slice(0, 200));

/** @throws HalfopenError `import-invalid`, `import-from-the-future`. */
export function readRescueFile(text: string, source: string): RescueFile {
  const lines = text.trim().split('\n');
  const header = headerOf(lines[0] ?? '', source);
  const firstLine = header === null ? 1 : 2;
  const eventLines = lines.slice(firstLine - 1);
  if (header !== null) refusePart(header, eventLines.length, source);
  const read = (flawOfEvent: typeof flawOfRunEvent): readonly unknown[] =>
    eventLines.map((line, index) => {
      const place = { source, line: firstLine + index };
      const flaw = flawOfEvent(parseJson(line, source, place.line));
      if (flaw !== null) throw refusedValue(place, flaw);
      return parseStored(line);
    });
  if (header?.kind === 'sessions' || (header === null && isOfSession(lines[0] ?? '')))
    return { kind: 'sessions', source, firstLine, header, events: read(flawOfLiveEvent) as LiveEvent[] };
  return { kind: 'experiment', source, firstLine, header, events: read(flawOfRunEvent) as RunEvent[] };
}

const isOfSession = (line: string): boolean => /"session"\s*:/.test(line) && !/"run"\s*:/.test(line);

function headerOf(line: string, source: string): RescueHeader | null {
  const raw = parseJson(line, source, 1);
  const schema = typeof raw === 'object' && raw !== null && 'schema' in raw ? raw.schema : null;
  if (typeof schema !== 'string') return null;
  if (schema !== rescueVersion)
    throw refused('import-from-the-future', `${source} was written by a newer Halfopen (${schema}).`, source);
  const flaw = flawOf(rescueHeaderSchema, raw);
  if (flaw !== null) throw refusedValue({ source, line: 1 }, flaw);
  return raw as RescueHeader;
}

/** A copy may have been broken off at the end of a line. */
function refusePart(header: RescueHeader, found: number, source: string): void {
  const parts = header.kind === 'experiment' ? [header] : header.sessions;
  const expected = parts.reduce((sum, { events }) => sum + events, 0);
  if (found !== expected)
    throw refused('import-invalid', `${source} is incomplete: it has ${found} of ${expected} events.`, source);
}
