/** The stories in a rescue file of live sessions, one for each session. */
import type { LiveEvent, SessionId } from '#model/live/live.ts';
import { refusedValue } from './refusal.ts';
import type { Flaw } from './refusal.ts';
import type { RescuedSessions } from './rescue.ts';

/** What was rescued of one session. */
export interface RescuedStory {
  /** Its number in the history that it was recorded in. */
  readonly session: SessionId;
  /** Null when neither the header nor an event tells it. */
  readonly openedAt: string | null;
  /** How many events were recorded; null when that is not known. */
  readonly after: number | null;
  readonly events: readonly LiveEvent[];
}

/** @throws HalfopenError `import-invalid`. */
export function storiesIn({ source, firstLine, header, events }: RescuedSessions): readonly RescuedStory[] {
  const listed = new Map(header?.sessions.map((each) => [each.session, each]));
  const stories = new Map<SessionId, LiveEvent[]>();
  const over = new Set<SessionId>();
  for (const [index, event] of events.entries()) {
    const { session } = event;
    const story = stories.get(session) ?? [];
    const isListed = header === null || listed.has(session);
    const flaw = isListed ? flawOfNext(event, story.length > 0, over.has(session)) : notListed(session);
    if (flaw !== null) throw refusedValue({ source, line: firstLine + index }, flaw);
    story.push(event);
    stories.set(session, story);
    if (event.type === 'ended') over.add(session);
  }
  return [...stories].map(([session, story]) => {
    const { openedAt = null, after = null } = listed.get(session) ?? {};
    const [first] = story;
    return { session, openedAt: first?.type === 'opened' ? first.openedAt : openedAt, after, events: story };
  });
}

/** A session begins once and ends once. */
function flawOfNext({ type }: LiveEvent, isBegun: boolean, isOver: boolean): Flaw | null {
  if (type === 'opened' && isBegun) return { path: ['type'], given: type, allowed: '"opened" first in a session' };
  if (type === 'ended' && isOver) return { path: ['type'], given: type, allowed: 'one "ended" in a session' };
  return null;
}

const notListed = (session: SessionId): Flaw => ({
  path: ['session'],
  given: session,
  allowed: 'the sessions that the first line has',
});
