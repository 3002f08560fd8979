/** Reads the JSON that the history and its exports are written in. */
import type { RunEvent } from '#model/event.ts';

/**
 * JSON has no infinity. A prediction without an upper bound is written as `"toMs":null`, and read back as `Infinity`.
 */
export function parseStored(text: string): unknown {
  return text.includes('"toMs":null') ? JSON.parse(text, nullToInfinity) : JSON.parse(text);
}

const nullToInfinity = (key: string, value: unknown): unknown => (key === 'toMs' && value === null ? Infinity : value);

/** The events whose bodies these are, each parsed when it is asked for. */
export function* parseEvents(bodies: Iterable<unknown>): Generator<RunEvent> {
  for (const body of bodies) yield parseStored(body as string) as RunEvent;
}
