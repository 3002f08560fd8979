/** Injects faults into live sessions and lifts them, for all that share a probe server at one instant. */
import type { LivePorts } from '../ports.ts';
import type { LiveSession } from './live-session.ts';
import { refusedNow } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import type { LiveServer, Servers } from './servers.ts';
import type { SessionId } from '#model/live/live.ts';
import type { ActionName } from '#model/faults/action.ts';
import { actionsToHeal, actionsToStrike, faultTraits, takesProcess } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { plusMs } from '#model/time.ts';

export interface InjectionReport {
  readonly struck: readonly SessionId[];
  /** Other sessions on the same probe server, when the fault takes the whole process. */
  readonly alsoStruck: readonly SessionId[];
  readonly refused: readonly (Refusal & { readonly what: string })[];
}

interface Refused {
  readonly why: Refusal;
  readonly sessions: SessionId[];
}

/** A probe server that somebody else has stopped carries out no order, and does not say so. */
const orderLimitMs = 5000;
const noAnswer: Refusal = {
  no: 'the probe server does not answer',
  fix: 'It may be stopped from outside: look at its process.',
};

export class SessionFaults {
  readonly #ports: LivePorts;
  readonly #servers: Servers;
  readonly #all: () => Iterable<LiveSession>;

  constructor(ports: LivePorts, servers: Servers, all: () => Iterable<LiveSession>) {
    this.#ports = ports;
    this.#servers = servers;
    this.#all = all;
  }

  /** Never rejects: where it could not be done, `refused` has the reason and the remedy. */
  async inject(asked: readonly LiveSession[], fault: Fault): Promise<InjectionReport> {
    const refused = new Map<string, Refused>();
    const refuse = (session: LiveSession, why: Refusal): void => {
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
    if (takesProcess(fault)) this.#addAll(groups);
    const struck = new Set<SessionId>();
    for (const group of await Promise.all([...groups.values()].map((each) => this.#injectIntoGroup([...each], fault))))
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

  /** Lifts every fault of these sessions that can be undone. A frozen server thaws for all sessions on it. */
  async lift(asked: readonly LiveSession[]): Promise<void> {
    const frozen = new Set(asked.flatMap(({ server }) => (server?.row.state === 'frozen' ? [server] : [])));
    // First: a frozen process can carry out no other order.
    for (const server of frozen) {
      const sessions = this.#on(server);
      const freeze = sessions.flatMap(({ faults }) => faults).find(takesProcess);
      // Sessions that were opened when the server was frozen already do not have the fault themselves.
      await this.#liftFromGroup(sessions, freeze ?? { kind: 'freeze' });
    }
    const faults = new Map<Fault, LiveSession[]>();
    for (const session of asked)
      for (const fault of session.faults)
        if (!session.over && canBeUndone(fault)) {
          const known = faults.get(fault);
          if (known === undefined) faults.set(fault, [session]);
          else known.push(session);
        }
    for (const [fault, sessions] of faults)
      for (const group of Map.groupBy(sessions, ({ server }) => server).values())
        await this.#liftFromGroup(group, fault);
  }

  /** Every other session on the same servers. */
  #addAll(groups: ReadonlyMap<LiveServer | null, Set<LiveSession>>): void {
    for (const [server, group] of groups)
      if (server !== null) for (const other of this.#on(server)) if (other.connection.watching) group.add(other);
  }

  #on(server: LiveServer): readonly LiveSession[] {
    return [...this.#all()].filter((session) => session.server === server);
  }

  async #injectIntoGroup(
    group: readonly LiveSession[],
    fault: Fault,
  ): Promise<readonly { readonly session: LiveSession; readonly why: Refusal | null }[]> {
    const prepared = group.flatMap((session) => {
      const target = session.connection.prepareFault()?.target;
      return target === undefined ? [] : [{ session, target }];
    });
    const targets = prepared.map(({ target }) => target);
    if (targets.length === 0) return [];
    const injecting = this.#ports.faultInjector.inject(fault, targets).then(({ began }) => {
      for (const { session } of prepared) session.connection.faultInjected(fault, began);
      this.#mark(group[0]?.server ?? null, fault);
      this.#liftLater(group, fault, plusMs(began.from, faultTraits(fault).healsAfterMs ?? 0));
      return null;
    });
    const why = await this.#limited(injecting).catch((error: unknown): Refusal => ({ no: messageOf(error) }));
    if (why !== null) for (const { session } of prepared) session.connection.faultFailed();
    return prepared.map(({ session }) => ({ session, why }));
  }

  /** Resolves to a refusal when the server takes too long. If it injects the fault after that, the fault is told all the same. */
  #limited(injecting: Promise<null>): Promise<Refusal | null> {
    const { clock } = this.#ports;
    return new Promise((resolve, reject) => {
      const cancel = clock.at(plusMs(clock.now(), orderLimitMs), () => resolve(noAnswer));
      injecting.then(resolve, reject).finally(cancel);
    });
  }

  #mark(server: LiveServer | null, fault: Fault): void {
    if (server === null) return;
    const does = (name: ActionName): boolean => actionsToStrike(fault).some((action) => action.do === name);
    if (does('kill')) this.#servers.become(server.row.server, 'gone', 'killed as a fault');
    if (does('stop')) this.#servers.become(server.row.server, 'frozen', null);
  }

  #liftLater(group: readonly LiveSession[], fault: Fault, when: ReturnType<typeof plusMs>): void {
    if (faultTraits(fault).healsAfterMs === null) return;
    this.#ports.clock.at(when, () => {
      const still = group.filter(({ faults }) => faults.includes(fault));
      void this.#liftFromGroup(still, fault);
    });
  }

  /** Never rejects: when the server is gone, what it did stays as it is. */
  async #liftFromGroup(group: readonly LiveSession[], fault: Fault): Promise<void> {
    const targets = group.flatMap(({ connection }) => connection.target ?? []);
    if (targets.length === 0) return;
    try {
      const ended = await this.#ports.faultInjector.lift(fault, targets);
      const server = group[0]?.server ?? null;
      if (takesProcess(fault) && server !== null) this.#servers.become(server.row.server, 'listening', null);
      for (const session of group) session.connection.faultLifted(fault, ended);
    } catch {
      // The server's row says that it is gone.
    }
  }
}

/** For one connection; what takes a whole process is undone for all that share it. */
const canBeUndone = (fault: Fault): boolean => !takesProcess(fault) && (actionsToHeal(fault)?.length ?? 0) > 0;

/** `session 3`, or `12 sessions`. */
const named = ([first, ...others]: readonly SessionId[]): string =>
  others.length === 0 ? `session ${first}` : `${others.length + 1} sessions`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
