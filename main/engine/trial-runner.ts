/** Runs all trials of a timetable: connects each, injects the fault of each group, ends each at its deadline. */
import type { Injection, Peer, Ports, Transport } from './ports.ts';
import type { Timetable } from './timetable.ts';
import { RunningTrial } from './trial.ts';
import type { Tell } from './trial.ts';
import type { RunFigures } from '#model/result/result.ts';
import { faultTraits } from '#model/faults/index.ts';
import { plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

export interface TrialRunnerParts {
  readonly timetable: Timetable;
  readonly peers: readonly Peer[];
  /** The instant that the timetable counts from. */
  readonly base: Ns;
  readonly ports: Ports;
  readonly deadlineMs: number;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

type TrialFigures = Pick<RunFigures, 'slowestTrialMs' | 'peakSessions'>;

export class TrialRunner {
  /** Resolves when every trial is over or the run is cancelled. */
  readonly done: Promise<TrialFigures>;
  readonly #parts: TrialRunnerParts;
  readonly #open = new Set<RunningTrial>();
  readonly #cancels: (() => void)[] = [];
  #slowestTrialMs = 0;

  constructor(parts: TrialRunnerParts) {
    this.#parts = parts;
    const sessions = countSessions(parts.ports.transport);
    this.done = new Promise((resolve) => {
      const finish = (): void => {
        for (const cancel of this.#cancels) cancel();
        for (const trial of this.#open) trial.abandon();
        resolve({ slowestTrialMs: this.#slowestTrialMs, peakSessions: sessions.peak() });
      };
      this.#begin(sessions.transport, finish);
      parts.signal.addEventListener('abort', finish, { once: true });
      if (parts.signal.aborted) finish();
    });
  }

  #begin(transport: Transport, finish: () => void): void {
    const { timetable, peers, base, deadlineMs, tell } = this.#parts;
    const ports = { ...this.#parts.ports, transport };
    const groups = new Map<string, RunningTrial[]>();
    const onEnd = (trial: RunningTrial): void => {
      this.#open.delete(trial);
      this.#slowestTrialMs = Math.max(this.#slowestTrialMs, trial.lastedMs);
      if (this.#open.size === 0) finish();
    };
    for (const slot of timetable.slots) {
      const peer = peers[slot.peer];
      if (peer === undefined) throw new Error(`no peer ${slot.peer}`);
      const trial = new RunningTrial({ slot, peer, ports, deadlineMs, tell, onEnd });
      this.#open.add(trial);
      groups.set(slot.struckWith, [...(groups.get(slot.struckWith) ?? []), trial]);
      this.#at(plusMs(base, slot.connectAtMs), () => {
        trial.connect().catch((error: unknown) => trial.invalidate(messageOf(error)));
      });
    }
    for (const group of groups.values())
      this.#at(plusMs(base, group[0]?.slot.faultAtMs ?? 0), () => void this.#injectFault(group));
    for (const [index, peer] of peers.entries())
      peer.onLost((reason) => {
        for (const trial of this.#open) if (trial.slot.peer === index) trial.invalidate(reason);
      });
  }

  /** Into all connections of a group at one instant. Never rejects: what goes wrong makes the trials invalid. */
  async #injectFault(group: readonly RunningTrial[]): Promise<void> {
    const { faultInjector } = this.#parts.ports;
    const fault = group[0]?.slot.trial.cell.fault;
    const prepared = group.flatMap((trial) => {
      const target = trial.prepareFault();
      return target === null ? [] : [{ trial, target }];
    });
    const trials = prepared.map(({ trial }) => trial);
    if (fault === undefined || prepared.length === 0) return;
    try {
      const targets = prepared.map(({ target }) => target);
      const injection = await faultInjector.inject(fault, targets);
      const { began } = injection;
      for (const trial of trials) trial.faultInjected(began);
      this.#at(plusMs(began.from, this.#parts.deadlineMs), () => {
        for (const trial of trials) trial.expire();
      });
      const { healsAfterMs } = faultTraits(fault);
      if (healsAfterMs !== null) this.#at(plusMs(began.from, healsAfterMs), () => void lift(trials, injection));
    } catch (error) {
      for (const trial of trials) trial.invalidate(messageOf(error));
    }
  }

  #at(when: Ns, run: () => void): void {
    this.#cancels.push(this.#parts.ports.clock.at(when, run));
  }
}

async function lift(trials: readonly RunningTrial[], injection: Injection): Promise<void> {
  try {
    const ended = await injection.lift();
    for (const trial of trials) trial.faultLifted(ended);
  } catch (error) {
    for (const trial of trials) trial.invalidate(messageOf(error));
  }
}

/** Counts the connections that are open at once. */
function countSessions(transport: Transport): { readonly transport: Transport; peak(): number } {
  let open = 0;
  let most = 0;
  return {
    peak: () => most,
    transport: {
      can: (detector) => transport.can(detector),
      async dial(to, options, signal) {
        const link = await transport.dial(to, options, signal);
        const close = link.close.bind(link);
        let closed = false;
        open += 1;
        most = Math.max(most, open);
        return Object.assign(link, {
          close: (how: 'fin' | 'rst') => {
            if (!closed) open -= 1;
            closed = true;
            close(how);
          },
        });
      },
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
