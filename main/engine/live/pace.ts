/** What of a session's inputs is told one by one, and what is only counted, so that thousands of sessions stay cheap. */
import type { LiveEvent, SessionId } from '#model/live/live.ts';
import { msBetween, plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

/**
 * Inputs of all sessions together that are told one by one in a second. Above it only those of watched sessions are;
 * of the others heartbeats are counted, at most this many counts a second: with 10,000 sessions each is told of every
 * 5 s. Verdicts, faults and changes of state are always told. 2,000 rows a second are 2 % of a core for SQLite.
 */
export const maxInputsPerSecond = 2000;
/** Back to single inputs only well below the limit, so that the record does not flicker. */
const resumeShare = 0.5;
const secondMs = 1000;

type Told<Type extends LiveEvent['type']> = LiveEvent & { readonly type: Type };

interface Count {
  readonly since: Ns;
  sent: number;
  received: number;
}

export class Pace {
  readonly #append: (event: LiveEvent) => void;
  readonly #isWatched: (session: SessionId) => boolean;
  /** The session that has been counted longest comes first. */
  readonly #counts = new Map<SessionId, Count>();
  #secondBegan: Ns;
  #tickedAt: Ns;
  #inputs = 0;
  #counting = false;

  constructor(now: Ns, append: (event: LiveEvent) => void, isWatched: (session: SessionId) => boolean) {
    this.#secondBegan = now;
    this.#tickedAt = now;
    this.#append = append;
    this.#isWatched = isWatched;
  }

  /** True while heartbeats of sessions that nobody watches are only counted. */
  get counting(): boolean {
    return this.#counting;
  }

  take(event: LiveEvent): void {
    if (event.type === 'want' && event.want.type !== 'verdict') return;
    if (event.type === 'input') this.#inputs += 1;
    if (event.type === 'input' && this.#mayCount(event)) return this.#count(event);
    this.flush(event.session, event.at);
    this.#append(event);
  }

  /** Call a few times a second: what is due is told in as many small portions. */
  tick(now: Ns): void {
    const overMs = msBetween(this.#secondBegan, now);
    if (overMs >= secondMs) {
      const perSecond = (this.#inputs * 1000) / overMs;
      this.#counting = perSecond > maxInputsPerSecond * (this.#counting ? resumeShare : 1);
      this.#secondBegan = now;
      this.#inputs = 0;
    }
    let budget = Math.ceil((maxInputsPerSecond * msBetween(this.#tickedAt, now)) / 1000);
    this.#tickedAt = now;
    for (const [session, { since }] of this.#counts) {
      if (budget <= 0 || msBetween(since, now) < secondMs) break;
      this.flush(session, now);
      budget -= 1;
    }
  }

  /** Tells what was counted of a session so far: before anything else is told of it. */
  flush(session: SessionId, now: Ns): void {
    const count = this.#counts.get(session);
    if (count === undefined) return;
    this.#counts.delete(session);
    const { since, sent, received } = count;
    const overMs = Math.max(0, msBetween(since, now));
    this.#append({ session, at: plusMs(since, overMs), type: 'beats', sent, received, overMs });
  }

  #mayCount({ session, input, at }: Told<'input'>): boolean {
    if (input.type !== 'sent' && input.type !== 'received') return false;
    // Between two ticks a burst is seen at once: memory and disk are safe in the first second too.
    const burst = this.#inputs > maxInputsPerSecond && msBetween(this.#secondBegan, at) < secondMs;
    return (this.#counting || burst) && !this.#isWatched(session);
  }

  /** PINGs sent and frames received; the data of `writing` traffic follows from the plan. */
  #count({ session, input, at }: Told<'input'>): void {
    let count = this.#counts.get(session);
    if (count === undefined) {
      count = { since: at, sent: 0, received: 0 };
      this.#counts.set(session, count);
    }
    if (input.type === 'received') count.received += 1;
    if (input.type === 'sent' && input.content.kind === 'ping') count.sent += 1;
  }
}
