/** Live sessions: what people open, watch, break and heal. Tells everything, keeps only what is on the table. */
import type { LivePorts, LiveRecord } from '../ports.ts';
import { Breaker } from './breaking.ts';
import type { Struck } from './breaking.ts';
import { forecastsOf } from './forecast.ts';
import { TcpInfoPoller } from './tcp-info-poller.ts';
import { LiveSession } from './live-session.ts';
import type { Reading } from './live-session.ts';
import { openingsOf } from './opening.ts';
import type { OpenSessions } from './opening.ts';
import { Pace } from './pace.ts';
import { breakable } from './refusal.ts';
import { Servers } from './servers.ts';
import type { ServerPlace } from './servers.ts';
import { SessionTable } from './table.ts';
import { HalfopenError } from '#model/error.ts';
import type { Forecast, LiveEvent, ServerId, ServerRow, SessionId } from '#model/live/live.ts';
import type { Fault } from '#model/settings.ts';
import { isOver } from '#model/live/session-row.ts';
import { plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

/** Handshakes under way at once: a listener's backlog (net.core.somaxconn) is never near. */
const connectingAtOnce = 64;
/** What `session.close` and the like take at once; systems allow about as many open files. */
const mostSessions = 20_000;
const pollEveryMs = 250;
/** A watched session is looked at more often than it is told of: its kernel lane is drawn from this. */
const watchEveryMs = 100;

export interface Look extends Reading {
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
  readonly #breaker: Breaker;
  readonly #poller: TcpInfoPoller;
  readonly #pace: Pace;
  #serversVersion = 0;
  #connecting = 0;
  #cancelTick: (() => void) | null = null;

  constructor(ports: LivePorts, record: LiveRecord) {
    this.#ports = ports;
    this.#record = record;
    this.servers = new Servers(ports.lab, () => (this.#serversVersion += 1));
    this.#breaker = new Breaker(ports, this.servers, () => this.#sessions.values());
    this.#poller = new TcpInfoPoller(ports.readTcpInfos, (session, info, timer, worth) => {
      // What nobody watches and nothing struck moves its row only.
      const kept = worth && (this.#watched.has(session.id) || session.faults.length > 0);
      if (kept) session.tellKernel(info, timer);
      else this.table.fold({ session: session.id, at: ports.clock.now(), type: 'kernel', info, timer });
    });
    this.#pace = new Pace(
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
   * Opens sessions and answers at once: how each connection went is told like everything else.
   * @throws HalfopenError when none of it can be done, or the history cannot be written.
   */
  open(asked: OpenSessions): readonly SessionId[] {
    const server = 'server' in asked.to ? this.servers.get(asked.to.server) : null;
    if (server?.row.state === 'gone') throw serverGone(server.row.reason ?? '');
    const to = 'server' in asked.to ? server?.row.endpoint : { address: asked.to.host, port: asked.to.port };
    const openings = openingsOf(asked, to ?? { address: '', port: 0 }, this.#ports.transport);
    if (this.#open.size + openings.length > mostSessions) throw tooMany(this.#open.size, openings.length);
    const openedAt = this.#ports.clock.wallTime();
    const plans = openings.map(({ plan }) => plan);
    const ids = this.#record.begin(plans, openedAt);
    for (const [index, id] of ids.entries()) {
      const opening = openings[index];
      if (opening === undefined) continue;
      const tell = (event: LiveEvent): void => this.#take(event);
      const session = new LiveSession({ id, server, ports: this.#ports, tell, ...opening });
      this.#sessions.set(id, session);
      this.#open.add(session);
      this.#queue.push(session);
      this.#take({ session: id, at: this.#ports.clock.now(), type: 'opened', plan: opening.plan, openedAt });
    }
    this.#tick();
    this.#connectMore();
    return ids;
  }

  close(ids: readonly SessionId[]): void {
    for (const session of this.#these(ids)) session.close();
  }

  break(ids: readonly SessionId[], fault: Fault): Promise<Struck> {
    return this.#breaker.break(this.#these(ids), fault);
  }

  heal(ids: readonly SessionId[]): Promise<void> {
    return this.#breaker.heal(this.#these(ids));
  }

  /** Only those that are over: a session that runs stays on the table. */
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
  look(id: SessionId): Look {
    const session = this.#get(id);
    const reading = this.#poller.look(session);
    const sample = session.faults.length === 0 ? session.sample() : null;
    const forecasts = sample === null ? [] : forecastsOf(session.plan, sample, this.#ports.kernel);
    return { now: this.#ports.clock.now(), ...reading, forecasts };
  }

  /** While it is watched everything of a session is told one by one, and changes in the kernel are kept. */
  watch(id: SessionId): () => void {
    const session = this.#get(id);
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    let cancel = (): void => {};
    const look = (): void => {
      if (session.over) return;
      this.#poller.look(session);
      cancel = this.#ports.clock.at(plusMs(this.#ports.clock.now(), watchEveryMs), look);
    };
    const { info, timer } = session.read();
    if (info !== null) session.tellKernel(info, timer);
    look();
    return () => {
      cancel();
      const watchers = (this.#watched.get(id) ?? 1) - 1;
      if (watchers === 0) this.#watched.delete(id);
      else this.#watched.set(id, watchers);
    };
  }

  /** Ends all sessions and all servers. */
  async end(): Promise<void> {
    for (const session of this.#open) session.close('program-ended');
    this.#cancelTick?.();
    await this.#ports.lab.close();
  }

  #take(event: LiveEvent): void {
    const row = this.table.fold(event);
    this.#pace.take(event);
    if (event.type === 'ended' && row !== null) this.#over(event.session);
    // What heals after the end belongs on the row that is kept, too.
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
      this.#poller.step(() => [...this.#open]);
      this.#pace.tick(clock.now());
      this.#tick();
    };
    this.#cancelTick = clock.at(plusMs(clock.now(), pollEveryMs), tick);
  }

  /** Those of the ids that are on the table: one that was just dismissed elsewhere is no mistake. */
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

const serverGone = (reason: string): HalfopenError =>
  new HalfopenError({
    code: 'server-gone',
    fault: 'input',
    message: `The probe server is gone: ${reason}.`,
    hint: 'Start another one.',
  });
