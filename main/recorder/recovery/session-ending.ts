/** The end of a live session whose program is gone: nobody else tells it. */
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession, isOver } from '#model/live/session-row.ts';

/** A story with its last row. */
export interface EndedStory {
  readonly row: SessionRow;
  /** The end that has to be added; null when the story has one. */
  readonly addedEnd: LiveEvent | null;
}

/** Null for a story without a beginning. */
export function ended(story: Iterable<LiveEvent>): EndedStory | null {
  let row: SessionRow | null = null;
  let lastAt: LiveEvent['at'] | null = null;
  for (const event of story) {
    row = fold(row, event);
    lastAt = lastAt === null || event.at > lastAt ? event.at : lastAt;
  }
  if (row === null || lastAt === null) return null;
  if (isOver(row.state)) return { row, addedEnd: null };
  const addedEnd: LiveEvent = {
    session: row.session,
    at: lastAt,
    type: 'ended',
    how: 'program-ended',
    verdict: null,
    verdictAt: null,
    error: null,
  };
  return { row: foldSession(row, addedEnd), addedEnd };
}

/** An event of a type that only a later Halfopen knows changes nothing. */
function fold(row: SessionRow | null, event: LiveEvent): SessionRow | null {
  const after: SessionRow | null | undefined = foldSession(row, event);
  return after ?? row;
}

/** The story without an end that was added to it. A program that ends by itself tells a later instant. */
export function withoutAddedEnd(story: readonly LiveEvent[]): readonly LiveEvent[] {
  const last = story.at(-1);
  if (last?.type !== 'ended' || last.how !== 'program-ended') return story;
  const before = story.slice(0, -1);
  const lastAt = before.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
  return last.verdict === null && last.error === null && last.at === lastAt ? before : story;
}
