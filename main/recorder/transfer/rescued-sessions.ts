/** Completes live sessions with what was rescued of them. One whose beginning was rescued, too, may be new here. */
import type { Database, Statement } from 'better-sqlite3';
import type { LiveEvent, SessionId } from '#model/live/live.ts';
import { parseStored } from '../file/stored-json.ts';
import { isAlive, isThisProcess } from '../owners/owner.ts';
import type { Owner } from '../owners/owner.ts';
import { ended, withoutAddedEnd } from '../recovery/session-ending.ts';
import type { EndedStory } from '../recovery/session-ending.ts';
import { SessionRows } from '../writing/session-rows.ts';
import type { ImportedSessions } from './imported.ts';
import { alreadyRecorded } from './missing-events.ts';
import type { RescuedSessions } from './rescue.ts';
import { storiesIn } from './rescued-story.ts';
import type { RescuedStory } from './rescued-story.ts';

/** What is to be done with a story: to add it to a session, or nothing. */
type Step =
  | {
      readonly does: 'nothing';
      /** The session that has all of it; null when this history does not have what it continues. */
      readonly to: SessionId | null;
    }
  | {
      readonly does: 'add';
      /** Null for a new session. */
      readonly to: SessionId | null;
      /** How many events the session had when this was decided, and how many of them stay. */
      readonly recorded: number;
      readonly kept: number;
      readonly missing: readonly LiveEvent[];
      /** The whole of it, then. */
      readonly story: EndedStory;
    };

const incomplete: Step = { does: 'nothing', to: null };

export class SessionImport {
  readonly #db: Database;
  readonly #rescued: RescuedSessions;
  readonly #isOpenHere: (session: SessionId) => boolean;
  readonly #rows: SessionRows;
  readonly #openedAt: Statement;
  /** Of the sessions in the file, in their own history. */
  readonly #numbers: ReadonlySet<SessionId>;

  /** @param isOpenHere whether this program has the session open. */
  constructor(db: Database, rescued: RescuedSessions, isOpenHere: (session: SessionId) => boolean) {
    this.#db = db;
    this.#rescued = rescued;
    this.#isOpenHere = isOpenHere;
    this.#rows = new SessionRows(db);
    this.#openedAt = db.prepare('SELECT id FROM session WHERE opened_at = ?').pluck();
    this.#numbers = new Set(rescued.events.map(({ session }) => session));
  }

  /**
   * Decides first, and then locks the history only to insert.
   * @throws HalfopenError `import-invalid`.
   */
  run(): ImportedSessions {
    const stories = storiesIn(this.#rescued);
    for (;;) {
      const steps = stories.map((story) => [story, this.#stepFor(story)] as const);
      const done = this.#db.transaction(() => (this.#isStillSo(steps) ? this.#take(steps) : null)).immediate();
      if (done !== null) return done;
    }
  }

  #stepFor(story: RescuedStory): Step {
    const to = this.#sessionOf(story);
    if (to === null) return stepForNew(story);
    const recorded = this.#eventsOf(to);
    // Nothing but the end of a fault is told after the end of a session.
    const isAfterEnd = story.events.every(({ type }) => type === 'healed');
    const kept = isAfterEnd ? recorded : withoutAddedEnd(recorded);
    const { after } = story;
    const inFile = story.events.map((event) => ({ ...event, session: to }));
    const known = alreadyRecorded({ recorded: kept.map(asText), inFile: inFile.map(asText), after });
    if (known === inFile.length) return { does: 'nothing', to };
    const isOver = kept.some(({ type }) => type === 'ended');
    if (known === null || this.#isOpen(to) || (isOver && !(isAfterEnd && after !== null))) return incomplete;
    const missing = inFile.slice(known);
    const whole = ended([...kept, ...missing]);
    if (whole === null || (kept.length > 0 && missing[0]?.type === 'opened')) return incomplete;
    return { does: 'add', to, recorded: recorded.length, kept: kept.length, missing, story: whole };
  }

  /** The session that a story belongs to; null when this history does not have it. */
  #sessionOf({ session, openedAt, events }: RescuedStory): SessionId | null {
    const same = this.#openedAt.all(openedAt) as SessionId[];
    if (same.includes(session)) return session;
    if (events[0]?.type !== 'opened') return null;
    // It may have been imported before, as another number of this history.
    const others = same.filter((id) => !this.#numbers.has(id));
    return others.find((id) => this.#has(id, events)) ?? null;
  }

  #has(id: SessionId, events: readonly LiveEvent[]): boolean {
    const recorded = withoutAddedEnd(this.#eventsOf(id)).map(asText);
    const inFile = events.map((event) => asText({ ...event, session: id }));
    return recorded.length > 0 && alreadyRecorded({ recorded, inFile, after: 0 }) !== null;
  }

  #eventsOf(session: SessionId): readonly LiveEvent[] {
    const bodies = this.#db
      .prepare('SELECT body FROM session_event WHERE session = ? ORDER BY seq')
      .pluck()
      .all(session);
    return (bodies as string[]).map((body) => parseStored(body) as LiveEvent);
  }

  /** Whether a program still records it, other than one that wrote the file when it stopped recording. */
  #isOpen(session: SessionId): boolean {
    const owner = this.#db
      .prepare(
        `SELECT pid, since, seen_ms AS seenMs FROM program
         WHERE id = (SELECT program FROM session WHERE id = ? AND ended = 0)`,
      )
      .get(session) as Owner | undefined;
    if (owner === undefined || !isAlive(owner)) return false;
    if (isThisProcess(owner)) return this.#isOpenHere(session);
    const writer = this.#rescued.header?.writer;
    return writer?.pid !== owner.pid || writer.since !== owner.since;
  }

  #isStillSo(steps: readonly (readonly [RescuedStory, Step])[]): boolean {
    const count = this.#db.prepare('SELECT count(*) FROM session_event WHERE session = ?').pluck();
    return steps.every(
      ([story, step]) =>
        step.does === 'nothing' ||
        (this.#sessionOf(story) === step.to && (step.to === null || count.get(step.to) === step.recorded)),
    );
  }

  #take(steps: readonly (readonly [RescuedStory, Step])[]): ImportedSessions {
    const imported = steps.flatMap(([, step]) => (step.does === 'add' ? [this.#add(step)] : []));
    const present = steps.flatMap(([, step]) => (step.does === 'nothing' && step.to !== null ? [step.to] : []));
    const lacking = steps.flatMap(([{ session }, step]) =>
      step.does === 'nothing' && step.to === null ? [session] : [],
    );
    return { imported, alreadyPresent: present, incomplete: lacking };
  }

  #add({ to, recorded, kept, missing, story: { row, addedEnd } }: Step & { readonly does: 'add' }): SessionId {
    const session = to ?? this.#rows.insert(row.plan, row.openedAt);
    if (recorded > kept) this.#rows.deleteAddedEnd(session);
    for (const event of missing) this.#rows.event({ ...event, session });
    if (addedEnd !== null) this.#rows.event({ ...addedEnd, session });
    this.#rows.conclude({ ...row, session });
    return session;
  }
}

/** Only one whose beginning is in the file makes a session. */
function stepForNew({ events, after }: RescuedStory): Step {
  const story = events[0]?.type === 'opened' ? ended(events) : null;
  if (story === null || (after ?? 0) > 0) return incomplete;
  return { does: 'add', to: null, recorded: 0, kept: 0, missing: events, story };
}

const asText = (event: LiveEvent): string => JSON.stringify(event);
