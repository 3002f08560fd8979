/** Asks the kernel for the TCP_INFO of all sessions in turns, so that ten thousand of them cost little. */
import type { ReadTcpInfos } from '../ports.ts';
import type { LiveSession, Reading } from './live-session.ts';
import type { KernelTimer } from '#model/live/live.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { msBetween } from '#model/time.ts';

/** Polled four times a second, each of 10,000 sessions has its turn every 5 s, for 1 % of a core. */
const sessionsPerPoll = 500;
/** A due time that moved by more was armed anew; less is a jiffy (10 ms at HZ=100) and the age of the reading. */
const timerStepMs = 30;
/** An RTT that changed by a smaller share looks the same in a table. */
const rttStep = 0.2;

/** Gets what changed. `isNotable`: it belongs on a timeline, not just in the columns of the table. */
export type OnChange = (session: LiveSession, info: TcpInfo, timer: KernelTimer | null, isNotable: boolean) => void;

export class TcpInfoPoller {
  readonly #readTcpInfos: ReadTcpInfos;
  readonly #onChange: OnChange;
  readonly #last = new WeakMap<LiveSession, Reading>();
  #round: readonly LiveSession[] = [];
  #next = 0;

  constructor(readTcpInfos: ReadTcpInfos, onChange: OnChange) {
    this.#readTcpInfos = readTcpInfos;
    this.#onChange = onChange;
  }

  /** Polls the next few of `sessions`; after the last it begins again. */
  pollNext(sessions: () => readonly LiveSession[]): void {
    if (this.#next >= this.#round.length) {
      this.#round = sessions();
      this.#next = 0;
    }
    const turn = this.#round.slice(this.#next, this.#next + sessionsPerPoll);
    this.#next += sessionsPerPoll;
    const open = turn.flatMap((session) => {
      const link = session.mainLink;
      return link === null ? [] : [{ session, link }];
    });
    const infos = this.#readTcpInfos(open.map(({ link }) => link));
    for (const [index, { session, link }] of open.entries()) {
      const reading = { info: infos[index] ?? null, timer: link.armedTimer() };
      session.noteReading(reading);
      this.#compare(session, reading);
    }
  }

  /** Polls one session out of turn. */
  pollOne(session: LiveSession): Reading {
    const reading = session.read();
    this.#compare(session, reading);
    return reading;
  }

  /** Polls one session out of turn, and hands the reading on even if nothing has changed. */
  tellOne(session: LiveSession): void {
    const reading = session.read();
    const { info, timer } = reading;
    if (info === null) return;
    this.#last.set(session, reading);
    this.#onChange(session, info, timer, true);
  }

  #compare(session: LiveSession, reading: Reading): void {
    const { info, timer } = reading;
    if (info === null) return;
    const before = this.#last.get(session);
    const isNotable = before === undefined || hasHappened(before, info, timer);
    if (!isNotable && !hasMoved(before, info, timer)) return;
    this.#last.set(session, reading);
    this.#onChange(session, info, timer, isNotable);
  }
}

/** Whether a timeline shows the difference. */
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

/** Whether the columns of a table show the difference. */
function hasMoved({ info, timer: before }: Reading, now: TcpInfo, timer: KernelTimer | null): boolean {
  if (info === null || Math.abs(info.rttMs - now.rttMs) > rttStep * info.rttMs) return true;
  return before !== null && timer !== null && Math.abs(msBetween(before.dueAt, timer.dueAt)) > timerStepMs;
}
