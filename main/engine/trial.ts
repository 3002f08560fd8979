/** One trial from its connection to its outcome. When it begins, and when its fault is injected, is decided in trial-runner.ts. */
import type { Link, Links, Peer, Ports, Target } from './ports.ts';
import { costOf } from './probe-cost.ts';
import type { Sample } from './situation-sampler.ts';
import type { Slot } from './timetable.ts';
import { WarningLog } from './warnings.ts';
import { WatchedConnection } from './watched-connection.ts';
import type { Measured } from './watched-connection.ts';
import { WireLog } from './wire-log.ts';
import type { Verdict } from '#model/detector.ts';
import type { RunEvent } from '#model/event.ts';
import { faultTraits, isControl, isTransient } from '#model/faults/index.ts';
import { judge } from '#model/result/judge.ts';
import { predictCell, priorSituation } from '#model/predict/index.ts';
import type { Prediction } from '#model/prediction.ts';
import type { Outcome } from '#model/result/result.ts';
import { isWindowClosed } from '#model/tcp-info.ts';
import { msBetween, plusMs } from '#model/time.ts';
import { encodeFrame } from '#model/wire/frame.ts';
import type { Instant, Ns } from '#model/time.ts';

type Unstamped<E> = E extends unknown ? Omit<E, 'run' | 'at'> : never;
export type Tell = (event: Unstamped<RunEvent>, at?: Ns) => void;

export interface TrialParts {
  readonly slot: Slot;
  readonly peer: Peer;
  readonly ports: Ports;
  readonly deadlineMs: number;
  readonly tell: Tell;
  readonly onEnd: (trial: RunningTrial) => void;
}

/** How much later than the verdict its last packet may be known here. */
const packetGraceMs = 50;
/** How much later than the last packet of a process its end may be known here. */
const lostPeerGraceMs = 250;
/** More than a delayed acknowledgement takes (TCP_DELACK_MAX, 200 ms), over links without latency. */
const answerMs = 300;

export class RunningTrial {
  readonly slot: Slot;
  readonly #parts: TrialParts;
  readonly #connection: WatchedConnection;
  readonly #warnings = new WarningLog();
  #wire: WireLog | null = null;
  #connectingAt: Ns | null = null;
  #lastedMs = 0;
  /** When the connection was made, if nothing but the detector uses it. */
  #baseline: Sample | null = null;
  #beforeFault: Sample | null = null;
  #injected: { readonly began: Instant; readonly prediction: Prediction } | null = null;

  constructor(parts: TrialParts) {
    const { slot, peer, ports } = parts;
    const { detector, traffic } = slot.trial.cell;
    this.slot = slot;
    this.#parts = parts;
    this.#connection = new WatchedConnection({
      ports,
      peer,
      to: peer.endpoint,
      plan: { detector, options: {}, traffic },
      pongDelayMs: 0,
      firstWriteMs: slot.firstWriteMs,
      tellsWakes: false,
      tell: (event, at) => {
        if (event.type === 'want') this.#warnings.note(event.want, ports.clock.now());
        parts.tell({ ...event, trial: slot.trial.id }, at);
      },
      onFault: (_, began, measured) => this.#onFault(began, measured),
      onLifted: (_, ended) => this.#onLifted(ended),
      onVerdict: (verdict, at) => this.#decide(verdict, at),
      onProtocolError: (reason) => this.invalidate(reason),
    });
  }

  get over(): boolean {
    return this.#connection.ended;
  }

  /** From the start of its first connection to its end. */
  get lastedMs(): number {
    return this.#lastedMs;
  }

  async connect(): Promise<void> {
    const { ports, slot, tell } = this.#parts;
    this.#connectingAt = ports.clock.now();
    const links = await this.#connection.dial();
    if (links === null) return;
    await this.#connection.introduce();
    if (this.over) return;
    this.#wire = this.#wireLogOf(links);
    const { local, remote, effective } = links.main;
    tell({ type: 'linked', trial: slot.trial.id, local, remote, effective });
    this.#connection.watch();
    if (this.#isQuiet()) this.#baseline = this.#connection.sample();
  }

  /** Call just before the fault. Null when there is nothing to inject it into: then the trial is invalid, or was over. */
  prepareFault(): Target | null {
    if (this.over) return null;
    const prepared = this.#connection.prepareFault();
    if (prepared === null) {
      this.invalidate('not connected when its fault was due');
      return null;
    }
    const { target, sample } = prepared;
    this.#beforeFault = sample;
    const { traffic } = this.slot.trial.cell;
    if (traffic === 'zero-window' && sample !== null && isWindowClosed(sample.info) === false) {
      this.invalidate('the window of the peer was not closed when the fault was due');
      return null;
    }
    return target;
  }

  /** Call as soon as the fault is reported. */
  faultInjected(began: Instant): void {
    if (!this.over) this.#connection.faultInjected(this.slot.trial.cell.fault, began);
  }

  /** Call when the fault was undone. */
  faultLifted(ended: Instant): void {
    if (!this.over) this.#connection.faultLifted(this.slot.trial.cell.fault, ended);
  }

  /** Ends the trial at its deadline: silence is an outcome. */
  expire(): void {
    if (this.#injected === null || this.over) return;
    const silence = (): void => this.#end(this.#outcome(null, null), null, null, null);
    if (faultTraits(this.slot.trial.cell.fault).effect.is !== 'flow-timeout') return silence();
    this.#testPath((isOpen) => (isOpen ? this.#end('survived', null, null, null) : silence()));
  }

  invalidate(reason: string): void {
    this.#end('invalid', null, null, reason);
  }

  /** Lets go of sockets and timers without an outcome. */
  abandon(): void {
    this.#connection.end();
  }

  /** Where the socket could not be sampled, all that is known of this trial is what holds for its whole cell. */
  #onFault(began: Instant, measured: Measured | null): void {
    const { ports, slot, tell } = this.#parts;
    const { detector, fault, traffic } = slot.trial.cell;
    const { situation, prediction } = measured ?? {
      situation: priorSituation({ detector, traffic, kernel: ports.kernel }),
      prediction: predictCell({ detector, fault, traffic, kernel: ports.kernel }),
    };
    this.#injected = { began, prediction };
    tell({ type: 'fault', trial: slot.trial.id, fault, began, situation, prediction }, began.from);
  }

  #onLifted(ended: Instant): void {
    this.#parts.tell({ type: 'healed', trial: this.slot.trial.id, ended }, ended.from);
  }

  /** A firewall forgets only a flow that was silent for too long: one write at the end tells whether it still knows this one. */
  #testPath(tell: (isOpen: boolean) => void): void {
    const { clock } = this.#parts.ports;
    const { main } = this.#connection;
    this.#connection.stopWatching();
    main?.send(encodeFrame({ kind: 'data1', format: 'compact', note: null }));
    clock.at(plusMs(clock.now(), answerMs), () => tell(main !== null && isAcknowledged(main)));
  }

  #wireLogOf({ main, heartbeat }: Links): WireLog | null {
    const { peer, slot, tell } = this.#parts;
    if (peer.onPacket === undefined) return null;
    return new WireLog(peer, heartbeat === null ? [main] : [main, heartbeat], (packet) => {
      // Packets that come after the end are nobody's any more.
      if (!this.over) tell({ type: 'packet', trial: slot.trial.id, packet }, packet.at);
    });
  }

  /** Whether every segment before the fault is the detector's own. */
  #isQuiet(): boolean {
    const { traffic } = this.slot.trial.cell;
    return traffic === 'idle' || traffic === 'in-flight';
  }

  #decide(verdict: Verdict, at: Ns): void {
    const conclude = (): void => this.#end(this.#outcome(verdict, at), verdict, at, null);
    const graceMs = this.#isExplained(verdict) ? (this.#wire === null ? 0 : packetGraceMs) : lostPeerGraceMs;
    if (graceMs === 0) return conclude();
    const { clock } = this.#parts.ports;
    clock.at(plusMs(clock.now(), graceMs), conclude);
  }

  /** A FIN or RST that no fault of ours caused may be the last word of a peer that somebody else ended. */
  #isExplained(verdict: Verdict): boolean {
    const isAnnouncement = verdict.kind === 'closed' || (verdict.kind === 'dead' && verdict.errno === 'ECONNRESET');
    return !isAnnouncement || (this.#injected !== null && faultTraits(this.slot.trial.cell.fault).speaks !== 'never');
  }

  #outcome(verdict: Verdict | null, at: Ns | null): Outcome {
    if (this.#injected === null) return 'false-alarm';
    const { began, prediction } = this.#injected;
    const { fault } = this.slot.trial.cell;
    const detectionMs = at === null ? null : msBetween(began.from, at);
    return judge({ fault, verdict, detectionMs, prediction, deadlineMs: this.#parts.deadlineMs }).outcome;
  }

  #end(outcome: Outcome, verdict: Verdict | null, verdictAt: Ns | null, invalidReason: string | null): void {
    if (this.over) return;
    const { ports, tell, onEnd } = this.#parts;
    if (this.#connectingAt !== null) this.#lastedMs = msBetween(this.#connectingAt, ports.clock.now());
    const trial = this.slot.trial.id;
    const { fault } = this.slot.trial.cell;
    const cost = costOf(this.#baseline, this.#lastHealthySample(outcome), this.#wire);
    const wire = this.#wire?.facts(this.#injected?.began ?? null) ?? null;
    const warnings = this.#warnings.before(isTransient(fault) ? null : (this.#injected?.began.from ?? null));
    this.#connection.end();
    tell({ type: 'trial-ended', trial, outcome, verdict, verdictAt, invalidReason, ...cost, wire, warnings });
    onEnd(this);
  }

  /** Where nothing ever happened, the whole trial tells what the detector costs. */
  #lastHealthySample(outcome: Outcome): Sample | null {
    const hadNoFault = outcome === 'survived' && isControl(this.slot.trial.cell.fault);
    return (hadNoFault ? this.#connection.sample() : null) ?? this.#beforeFault;
  }
}

/** Whether the peer's kernel has everything that was sent. */
function isAcknowledged(link: Link): boolean {
  const info = link.inspect();
  if ('unsupported' in info) return false;
  return info.state === 'ESTABLISHED' && info.unacked + (info.notsentBytes ?? 0) === 0;
}
