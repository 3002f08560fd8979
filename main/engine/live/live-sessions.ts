/** Live sessions: people open, watch, break, heal and close them. Everything is told; only rows of the table are kept. */
import type { LivePorts, LiveRecord } from '../ports.ts';
import { TcpInfoPoller } from './tcp-info-poller.ts';
import { LiveSession } from './live-session.ts';
import type { Reading } from './live-session.ts';
import { plansOf } from './session-plans.ts';
import type { OpenSessions } from './session-plans.ts';
import { RecordingRateLimiter } from './recording-rate-limiter.ts';
import { breakable } from './refusal.ts';
import { Servers } from './servers.ts';
import type { ServerPlace } from './servers.ts';
import { SessionFaults } from './session-faults.ts';
import type { InjectionReport } from './session-faults.ts';
import { SessionTable } from './session-table.ts';
import { HalfopenError } from '#model/error.ts';
import type { Forecast, LiveEvent, ServerId, ServerRow, SessionId, SessionPlan } from '#model/live/live.ts';
import type { Fault } from '#model/faults/index.ts';
import { isOver } from '#model/live/session-row.ts';
import { plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

/** Handshakes under way at once: far fewer than a listener's backlog takes (net.core.somaxconn). */
const connectingAtOnce = 64;
/** As many as `session.close` and its like take at once. Systems allow about as many open files. */
const mostSessions = 20_000;
const pollEveryMs = 250;
/** A watched session is polled more often than its view is told: the kernel's lane of its timeline is drawn from this. */
const watchEveryMs = 100;

/** One session as it is now. */
export interface Inspection extends Reading {
  readonly now: Ns;
  readonly forecasts: readonly Forecast[];
}

export class LiveSessions {
  readonly table = new SessionTable();
  readonly servers: Servers;
  readonly #ports: LivePorts;
  readonly #record: LiveRecord;
  readonly #sessions = new Map<SessionId, LiveSession>();
  readonly #open = new Set<LiveSession>();
  readonly #queue: LiveSession[] = [];
  readonly #watched = new Map<SessionId, number>();
  readonly #faults: SessionFaults;
  readonly #poller: TcpInfoPoller;
  readonly #limiter: RecordingRateLimiter;
  #serversVersion = 0;
  /** Sessions that the record makes room for. */
  #beginning = 0;
  #connecting = 0;
  #isEnded = false;
  #cancelTick: (() => void) | null = null;

  constructor(ports: LivePorts, record: LiveRecord) {
    this.#ports = ports;
    this.#record = record;
    this.servers = new Servers(ports.lab, () => (this.#serversVersion += 1));
    this.#faults = new SessionFaults(ports, this.servers, () => this.#sessions.values());
    this.#poller = new TcpInfoPoller(ports.readTcpInfos, (session, info, timer, isNotable) => {
      // Of a session that nobody watches and that has no fault only the row is kept up to date.
      const isRecorded = isNotable && (this.#watched.has(session.id) || session.faults.length > 0);
      if (isRecorded) session.tellKernel(info, timer);
      else this.table.fold({ session: session.id, at: ports.clock.now(), type: 'kernel', info, timer });
    });
    this.#limiter = new RecordingRateLimiter(
      ports.clock.now(),
      (event) => record.append([event]),
      (session) => this.#watched.has(session),
    );
  }

  /** Grows whenever `servers.rows` changes. */
  get serversVersion(): number {
    return this.#serversVersion;
  }

  startServer(place: ServerPlace): Promise<ServerRow> {
    return this.servers.start(place);
  }

  stopServer(server: ServerId): void {
    this.servers.stop(server);
  }

  /**
   * Opens sessions, and answers as soon as the record has room for them: how each connection went is told like everything else.
   * @throws HalfopenError when none of it can be done, or the history cannot be written.
   */
  async open(asked: OpenSessions): Promise<readonly SessionId[]> {
    const server = 'server' in asked.to ? this.servers.get(asked.to.server) : null;
    if (server?.row.state === 'gone') throw serverGone(server.row.reason ?? '');
    const to = 'server' in asked.to ? server?.row.endpoint : { address: asked.to.host, port: asked.to.port };
    const plans = plansOf(asked, to ?? { address: '', port: 0 }, this.#ports.transport);
    const open = this.#open.size + this.#beginning;
    if (open + plans.length > mostSessions) throw tooMany(open, plans.length);
    const openedAt = this.#ports.clock.wallTime();
    const ids = await this.#begin(plans, openedAt);
    if (this.#isEnded) throw ending();
    const tell = (event: LiveEvent): void => this.#take(event);
    for (const [index, id] of ids.entries()) {
      const plan = plans[index];
      if (plan === undefined) continue;
      const session = new LiveSession({ id, plan, server, ports: this.#ports, tell });
      this.#sessions.set(id, session);
      this.#open.add(session);
      this.#queue.push(session);
      this.#take({ session: id, at: this.#ports.clock.now(), type: 'opened', plan, openedAt });
    }
    this.#tick();
    this.#connectMore();
    return ids;
  }

  async #begin(plans: readonly SessionPlan[], openedAt: string): Promise<readonly SessionId[]> {
    this.#beginning += plans.length;
    try {
      return await this.#record.begin(plans, openedAt);
    } finally {
      this.#beginning -= plans.length;
    }
  }

  close(ids: readonly SessionId[]): void {
    for (const session of this.#these(ids)) session.close();
  }

  break(ids: readonly SessionId[], fault: Fault): Promise<InjectionReport> {
    return this.#faults.inject(this.#these(ids), fault);
  }

  heal(ids: readonly SessionId[]): Promise<void> {
    return this.#faults.lift(this.#these(ids));
  }

  /** Takes sessions off the table. One that still runs stays. */
  dismiss(ids: readonly SessionId[]): void {
    for (const session of this.#these(ids)) {
      if (!session.over) continue;
      this.#sessions.delete(session.id);
      this.table.remove(session.id);
    }
  }

  /** @throws HalfopenError `no-such-session`. */
  breakable(id: SessionId): ReturnType<typeof breakable> {
    return breakable(this.#get(id), this.#ports.faultInjector);
  }

  /**
   * What the kernel says now, and what would happen if the peer died now; no forecast while a fault is at work.
   * @throws HalfopenError `no-such-session`.
   */
  inspect(id: SessionId): Inspection {
    const session = this.#get(id);
    const reading = this.#poller.pollOne(session);
    const forecasts = session.forecasts();
    return { now: this.#ports.clock.now(), ...reading, forecasts };
  }

  /** Until the returned function is called, every input of the session is recorded, and every change in the kernel. */
  watch(id: SessionId): () => void {
    const session = this.#get(id);
    const others = this.#watched.get(id) ?? 0;
    this.#watched.set(id, others + 1);
    let cancel = (): void => {};
    const poll = (): void => {
      if (session.over) return;
      this.#poller.pollOne(session);
      cancel = this.#ports.clock.at(plusMs(this.#ports.clock.now(), watchEveryMs), poll);
    };
    // What was only a row of the table until now.
    if (others === 0) this.#poller.tellOne(session);
    poll();
    return () => {
      cancel();
      const watchers = (this.#watched.get(id) ?? 1) - 1;
      if (watchers === 0) this.#watched.delete(id);
      else this.#watched.set(id, watchers);
    };
  }

  /** Ends all sessions and all servers. */
  async end(): Promise<void> {
    this.#isEnded = true;
    for (const session of this.#open) session.close('program-ended');
    this.#cancelTick?.();
    await this.#ports.lab.close();
  }

  #take(event: LiveEvent): void {
    const row = this.table.fold(event);
    this.#limiter.take(event);
    if (event.type === 'ended' && row !== null) this.#over(event.session);
    // A fault that is lifted after the end is part of the final row, too.
    if (row !== null && isOver(row.state) && (event.type === 'ended' || event.type === 'healed'))
      this.#record.conclude(row);
  }

  #over(id: SessionId): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) this.#open.delete(session);
  }

  #connectMore(): void {
    while (this.#connecting < connectingAtOnce) {
      const session = this.#queue.shift();
      if (session === undefined) return;
      this.#connecting += 1;
      void session.connect().finally(() => {
        this.#connecting -= 1;
        this.#connectMore();
      });
    }
  }

  /** Runs as long as a session does. */
  #tick(): void {
    if (this.#cancelTick !== null) return;
    const { clock } = this.#ports;
    const tick = (): void => {
      this.#cancelTick = null;
      if (this.#open.size === 0) return;
      this.#poller.pollNext(() => [...this.#open]);
      this.#limiter.tick(clock.now());
      this.#tick();
    };
    this.#cancelTick = clock.at(plusMs(clock.now(), pollEveryMs), tick);
  }

  /** The sessions that are on the table. An id that another view has just dismissed is ignored. */
  #these(ids: readonly SessionId[]): readonly LiveSession[] {
    return ids.flatMap((id) => this.#sessions.get(id) ?? []);
  }

  #get(id: SessionId): LiveSession {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session;
    throw new HalfopenError({
      code: 'no-such-session',
      fault: 'input',
      message: `Session ${id} is not open.`,
      hint: 'It may have been dismissed. Look for it in the history.',
      given: String(id),
    });
  }
}

const tooMany = (open: number, asked: number): HalfopenError =>
  new HalfopenError({
    code: 'too-many-sessions',
    fault: 'input',
    message: `${asked} more sessions would make ${open + asked}; the limit is ${mostSessions}.`,
    hint: 'Open fewer for each detector, or close some first.',
    path: 'count',
    given: String(asked),
    allowed: `up to ${mostSessions - open}`,
  });

const ending = (): HalfopenError =>
  new HalfopenError({
    code: 'host-closed',
    fault: 'machine',
    message: 'The program is ending.',
    hint: 'Start it again.',
  });

const serverGone = (reason: string): HalfopenError =>
  new HalfopenError({
    code: 'server-gone',
    fault: 'input',
    message: `The probe server is gone: ${reason}.`,
    hint: 'Start another one.',
  });
