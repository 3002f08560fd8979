/** Strikes live sessions and heals them: which fault may strike which session, all that share a peer at one instant. */
import type { LivePorts } from '../ports.ts';
import { takesProcess } from '../timetable.ts';
import type { LiveSession } from './live-session.ts';
import { refusedNow } from './refusal.ts';
import type { No } from './refusal.ts';
import type { LiveServer, Servers } from './servers.ts';
import type { SessionId } from '#model/live/live.ts';
import type { Fault } from '#model/settings.ts';
import { plusMs } from '#model/time.ts';

export interface Struck {
  readonly struck: readonly SessionId[];
  /** Others that share a peer with them, when the fault takes all of it. */
  readonly alsoStruck: readonly SessionId[];
  readonly refused: readonly (No & { readonly what: string })[];
}

interface Refused {
  readonly why: No;
  readonly sessions: SessionId[];
}

/** A server that somebody else has frozen takes no orders, and does not say so. */
const orderLimitMs = 5000;
const silent: No = {
  no: 'the probe server does not answer',
  fix: 'Something may have stopped it: check its process.',
};

export class Breaker {
  readonly #ports: LivePorts;
  readonly #servers: Servers;
  readonly #all: () => Iterable<LiveSession>;

  constructor(ports: LivePorts, servers: Servers, all: () => Iterable<LiveSession>) {
    this.#ports = ports;
    this.#servers = servers;
    this.#all = all;
  }

  /** Never rejects: what could not be struck is in `refused`, with the reason and the remedy. */
  async break(asked: readonly LiveSession[], fault: Fault): Promise<Struck> {
    const refused = new Map<string, Refused>();
    const refuse = (session: LiveSession, why: No): void => {
      const known = refused.get(why.no);
      if (known === undefined) refused.set(why.no, { why, sessions: [session.id] });
      else known.sessions.push(session.id);
    };
    const groups = new Map<LiveServer | null, Set<LiveSession>>();
    for (const session of asked) {
      const why = refusedNow(session, fault, this.#ports.faultInjector);
      if (why !== null) refuse(session, why);
      else groups.set(session.server, (groups.get(session.server) ?? new Set()).add(session));
    }
    if (takesProcess(fault)) this.#takeAll(groups);
    const struck = new Set<SessionId>();
    for (const group of await Promise.all([...groups.values()].map((each) => this.#strike([...each], fault))))
      for (const { session, why } of group)
        if (why === null) struck.add(session.id);
        else refuse(session, why);
    const chosen = new Set(asked.map(({ id }) => id));
    return {
      struck: [...struck].filter((id) => chosen.has(id)),
      alsoStruck: [...struck].filter((id) => !chosen.has(id)),
      refused: [...refused.values()].map(({ why, sessions }) => ({ what: named(sessions), ...why })),
    };
  }

  /** Ends every fault of these that can be undone; a frozen server thaws for all that share it. */
  async heal(asked: readonly LiveSession[]): Promise<void> {
    const frozen = new Set(asked.flatMap(({ server }) => (server?.row.state === 'frozen' ? [server] : [])));
    // A frozen process could carry out no other order.
    for (const server of frozen) {
      const sessions = this.#on(server);
      const freeze = sessions.flatMap(({ faults }) => faults).find(({ kind }) => kind === 'freeze');
      // One that was opened to a frozen server has no fault of its own.
      await this.#lift(sessions, freeze ?? { kind: 'freeze' });
    }
    const faults = new Map<Fault, LiveSession[]>();
    for (const session of asked)
      for (const fault of session.faults)
        if (!session.over && canBeUndone(fault)) {
          const struckWith = faults.get(fault);
          if (struckWith === undefined) faults.set(fault, [session]);
          else struckWith.push(session);
        }
    for (const [fault, sessions] of faults)
      for (const group of Map.groupBy(sessions, ({ server }) => server).values()) await this.#lift(group, fault);
  }

  #takeAll(groups: ReadonlyMap<LiveServer | null, Set<LiveSession>>): void {
    for (const [server, group] of groups)
      if (server !== null) for (const other of this.#on(server)) if (other.ready) group.add(other);
  }

  #on(server: LiveServer): readonly LiveSession[] {
    return [...this.#all()].filter((session) => session.server === server);
  }

  async #strike(
    group: readonly LiveSession[],
    fault: Fault,
  ): Promise<readonly { readonly session: LiveSession; readonly why: No | null }[]> {
    const braced = group.flatMap((session) => {
      const target = session.brace();
      return target === null ? [] : [{ session, target }];
    });
    const targets = braced.map(({ target }) => target);
    if (targets.length === 0) return [];
    const injecting = this.#ports.faultInjector.inject(fault, targets).then(({ began }) => {
      for (const { session } of braced) session.struck(fault, began);
      this.#mark(group[0]?.server ?? null, fault);
      this.#healLater(group, fault, plusMs(began.from, healsAfterMs(fault) ?? 0));
      return null;
    });
    const why = await this.#limited(injecting).catch((error: unknown): No => ({ no: messageOf(error) }));
    if (why !== null) for (const { session } of braced) session.spared();
    return braced.map(({ session }) => ({ session, why }));
  }

  /** Resolves to the reason when the server takes too long; should it strike later, that is told all the same. */
  #limited(injecting: Promise<null>): Promise<No | null> {
    const { clock } = this.#ports;
    return new Promise((resolve, reject) => {
      const cancel = clock.at(plusMs(clock.now(), orderLimitMs), () => resolve(silent));
      injecting.then(resolve, reject).finally(cancel);
    });
  }

  #mark(server: LiveServer | null, { kind }: Fault): void {
    if (server === null) return;
    if (kind === 'kill') this.#servers.become(server.row.server, 'gone', 'killed as a fault');
    if (kind === 'freeze') this.#servers.become(server.row.server, 'frozen', null);
  }

  #healLater(group: readonly LiveSession[], fault: Fault, when: ReturnType<typeof plusMs>): void {
    if (healsAfterMs(fault) === null) return;
    this.#ports.clock.at(when, () => {
      const still = group.filter(({ faults }) => faults.includes(fault));
      void this.#lift(still, fault);
    });
  }

  /** What cannot be healed any more, because the peer is gone, stays as it is. */
  async #lift(group: readonly LiveSession[], fault: Fault): Promise<void> {
    const targets = group.flatMap(({ target }) => target ?? []);
    if (targets.length === 0) return;
    try {
      const ended = await this.#ports.faultInjector.lift(fault, targets);
      const server = group[0]?.server ?? null;
      if (fault.kind === 'freeze' && server !== null) this.#servers.become(server.row.server, 'listening', null);
      for (const session of group) session.healed(fault, ended);
    } catch {
      // The server's row says that it is gone.
    }
  }
}

const canBeUndone = ({ kind }: Fault): boolean =>
  kind === 'blackhole' || kind === 'outage' || kind === 'reboot' || kind === 'slow-pong';

function healsAfterMs(fault: Fault): number | null {
  if (fault.kind === 'outage') return fault.durationMs;
  return fault.kind === 'reboot' ? fault.downMs : null;
}

/** `session 3`, or `12 sessions`. */
const named = ([first, ...others]: readonly SessionId[]): string =>
  others.length === 0 ? `session ${first}` : `${others.length + 1} sessions`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
