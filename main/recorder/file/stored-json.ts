import type { RunEvent } from '#model/event.ts';

/** JSON has no infinity: a prediction without an upper bound is written with `null` and read back as what it was. */
export function readJson(text: string): unknown {
  return text.includes('"toMs":null') ? JSON.parse(text, unbounded) : JSON.parse(text);
}

const unbounded = (key: string, value: unknown): unknown => (key === 'toMs' && value === null ? Infinity : value);

/** Bodies of events, one after the other. */
export function* parsed(bodies: Iterable<unknown>): Generator<RunEvent> {
  for (const body of bodies) yield readJson(body as string) as RunEvent;
}
