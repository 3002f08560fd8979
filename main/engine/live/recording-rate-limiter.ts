/** Limits how many inputs of live sessions are recorded one by one; the rest are counted, so that thousands stay cheap. */
import type { LiveEvent, SessionId } from '#model/live/live.ts';
import { msBetween, plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

/**
 * Inputs of all sessions together that are recorded one by one in a second. Above that rate only those of watched sessions
 * are. The heartbeats of the others are counted, and at most this many counts are recorded in a second: with 10,000 sessions,
 * one of each session every 5 s. Verdicts, faults and changes of state are always recorded. 2,000 rows a second take SQLite
 * 2 % of a core.
 */
export const maxInputsPerSecond = 2000;
/** Inputs are recorded one by one again only well below the limit, so that the record does not switch to and fro. */
const resumeShare = 0.5;
const secondMs = 1000;

type Told<Type extends LiveEvent['type']> = LiveEvent & { readonly type: Type };

interface Count {
  readonly since: Ns;
  sent: number;
  received: number;
}

export class RecordingRateLimiter {
  readonly #append: (event: LiveEvent) => void;
  readonly #isWatched: (session: SessionId) => boolean;
  /** By session; the one that has been counted for longest comes first. */
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

  /** Whether heartbeats of sessions that nobody watches are only counted. */
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

  /** Call a few times a second: each call records a share of the counts that are a second old or older. */
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

  /** Records what was counted of a session so far, before anything else of it is recorded. */
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
    // A burst is noticed before the next tick: otherwise the first second could fill memory and disk.
    const burst = this.#inputs > maxInputsPerSecond && msBetween(this.#secondBegan, at) < secondMs;
    return (this.#counting || burst) && !this.#isWatched(session);
  }

  /** Counts PINGs sent and frames received. Data of `writing` traffic is not counted: it follows from the plan. */
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
