/** Looks at the kernel's side of all sessions in turns, so that ten thousand of them cost little. */
import type { ReadTcpInfos } from '../ports.ts';
import type { LiveSession, Reading } from './live-session.ts';
import type { KernelTimer } from '#model/live/live.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { msBetween } from '#model/time.ts';

/** Four times a second: every one of 10,000 sessions is looked at each 5 s, for 1 % of a core. */
const sessionsAtOnce = 500;
/** A timer that was armed anew; less is a jiffy (10 ms at HZ=100) and the age of the reading. */
const timerStepMs = 30;
/** An RTT that moved by less looks the same in a table. */
const rttStep = 0.2;

/** `worth`: keeping in the record; else only the row moves on. */
export type Seen = (session: LiveSession, info: TcpInfo, timer: KernelTimer | null, worth: boolean) => void;

export class TcpInfoPoller {
  readonly #readTcpInfos: ReadTcpInfos;
  readonly #seen: Seen;
  readonly #last = new WeakMap<LiveSession, Reading>();
  #round: readonly LiveSession[] = [];
  #next = 0;

  constructor(readTcpInfos: ReadTcpInfos, seen: Seen) {
    this.#readTcpInfos = readTcpInfos;
    this.#seen = seen;
  }

  /** The next few of `sessions`, beginning again after the last. */
  step(sessions: () => readonly LiveSession[]): void {
    if (this.#next >= this.#round.length) {
      this.#round = sessions();
      this.#next = 0;
    }
    const turn = this.#round.slice(this.#next, this.#next + sessionsAtOnce);
    this.#next += sessionsAtOnce;
    const open = turn.flatMap((session) => {
      const link = session.mainLink;
      return link === null ? [] : [{ session, link }];
    });
    const infos = this.#readTcpInfos(open.map(({ link }) => link));
    for (const [index, { session, link }] of open.entries())
      this.#compare(session, { info: infos[index] ?? null, timer: link.armedTimer() });
  }

  /** One session at once; for one that is watched. */
  look(session: LiveSession): Reading {
    const reading = session.read();
    this.#compare(session, reading);
    return reading;
  }

  #compare(session: LiveSession, reading: Reading): void {
    const { info, timer } = reading;
    if (info === null) return;
    const before = this.#last.get(session);
    const worth = before === undefined || hasHappened(before, info, timer);
    if (!worth && !hasMoved(before, info, timer)) return;
    this.#last.set(session, reading);
    this.#seen(session, info, timer, worth);
  }
}

/** Something to see on a timeline. */
function hasHappened({ info, timer: before }: Reading, now: TcpInfo, timer: KernelTimer | null): boolean {
  if (info === null) return true;
  return (
    info.state !== now.state ||
    info.unacked !== now.unacked ||
    info.probes !== now.probes ||
    info.backoff !== now.backoff ||
    info.retransmits !== now.retransmits ||
    (info.sendWindowBytes === 0) !== (now.sendWindowBytes === 0) ||
    before?.kind !== timer?.kind ||
    before?.retransmits !== timer?.retransmits
  );
}

/** Something that the columns of a table show. */
function hasMoved({ info, timer: before }: Reading, now: TcpInfo, timer: KernelTimer | null): boolean {
  if (info === null || Math.abs(info.rttMs - now.rttMs) > rttStep * info.rttMs) return true;
  return before !== null && timer !== null && Math.abs(msBetween(before.dueAt, timer.dueAt)) > timerStepMs;
}
