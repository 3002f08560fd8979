/** The first line of a rescue file: what an import needs to know beside the events. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { LiveEvent, SessionId } from '#model/live/live.ts';
import { thisProcess } from '../owners/owner.ts';

export const rescueVersion = 'halfopen.rescue/1';

/** The process that wrote the file, and so records nothing of this any more. */
const writer = z.object({ pid: z.int(), since: z.string().nullable() });
/** How many events the database had when the file was written; null when it could not be read. */
const after = z.int().min(0).nullable();
/** How many events the file holds. */
const events = z.int().min(1);

export const rescueHeaderSchema = z.discriminatedUnion('kind', [
  z.object({ schema: z.literal(rescueVersion), kind: z.literal('experiment'), run: z.string(), after, events, writer }),
  z.object({
    schema: z.literal(rescueVersion),
    kind: z.literal('sessions'),
    /** Number and `openedAt` together name a session: another history has sessions with the same numbers. */
    sessions: z.array(z.object({ session: z.int().min(1), openedAt: z.string().nullable(), after, events })),
    writer,
  }),
]);

export type RescueHeader = z.output<typeof rescueHeaderSchema>;
export type RescuedSession = Extract<RescueHeader, { kind: 'sessions' }>['sessions'][number];

function thisWriter(): RescueHeader['writer'] {
  const { pid, since } = thisProcess();
  return { pid, since };
}

/** Of a file with so many events of an experiment. */
export function experimentHeader(db: Database, run: string, count: number): RescueHeader {
  const recorded = orNull(() => db.prepare('SELECT count(*) FROM event WHERE experiment_id = ?').pluck().get(run));
  return {
    schema: rescueVersion,
    kind: 'experiment',
    run,
    after: recorded as number | null,
    events: count,
    writer: thisWriter(),
  };
}

/** Of a file with these events of live sessions. */
export function sessionsHeader(db: Database, rescued: readonly LiveEvent[]): RescueHeader {
  const stories = Map.groupBy(rescued, ({ session }) => session);
  const sessions = [...stories].map(([session, told]) => ({
    session,
    ...recordedOf(db, session, told),
    events: told.length,
  }));
  return { schema: rescueVersion, kind: 'sessions', sessions, writer: thisWriter() };
}

type Recorded = Pick<RescuedSession, 'openedAt' | 'after'>;

/** Not counted is the end that another program added to a session that went on: an import removes it. */
function recordedOf(db: Database, session: SessionId, told: readonly LiveEvent[]): Recorded {
  const goesOn = told.some(({ type }) => type !== 'healed');
  const sql = `SELECT opened_at AS openedAt,
                 (SELECT count(*) FROM session_event WHERE session = id AND NOT (? AND type = 'ended')) AS after
               FROM session WHERE id = ?`;
  const recorded = orNull(() => db.prepare(sql).get(Number(goesOn), session)) as Recorded | null;
  return recorded ?? { openedAt: null, after: null };
}

/** A database that fails to write may fail to read, too. */
function orNull(read: () => unknown): unknown {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}
