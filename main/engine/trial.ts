/** One trial from its connection to its verdict or deadline. Striking it is the run's job. */
import type { Link, Peer, Ports, Target } from './ports.ts';
import { costOf } from './probe-cost.ts';
import { Session } from './session.ts';
import type { Slot } from './timetable.ts';
import { situationAt } from './measured-situation.ts';
import type { Sample } from './situation-sampler.ts';
import { WarningLog } from './warnings.ts';
import { WireLog } from './wire-log.ts';
import type { Detector, Verdict } from '#model/detector.ts';
import { detectorOf } from '#model/detectors/index.ts';
import type { RunEvent } from '#model/event.ts';
import { isTransient, judge } from '#model/result/judge.ts';
import { predict, predictCell, priorSituation } from '#model/predict/index.ts';
import type { Prediction } from '#model/prediction.ts';
import type { Outcome } from '#model/result/result.ts';
import { quietly } from '#model/responder.ts';
import { writingGapMs } from '#model/settings.ts';
import type { FaultKind, Traffic } from '#model/settings.ts';
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
  readonly signal: AbortSignal;
  readonly onEnd: (trial: RunningTrial) => void;
}

/** Faults after which the peer's kernel speaks up by itself. */
const announcedFaults: ReadonlySet<FaultKind> = new Set([
  'fin',
  'half-close',
  'rst',
  'kill',
  'reboot',
  'host-reboot',
  'middlebox-rst',
  'firewall-forgets',
]);
/** How much later than the verdict its last packet may be known here. */
const packetGraceMs = 50;
/** How much later than the last packet of a process its end may be known here. */
const lostPeerGraceMs = 250;
/** More than a delayed acknowledgement takes (TCP_DELACK_MAX, 200 ms), over links without latency. */
const answerMs = 300;

export class RunningTrial {
  readonly slot: Slot;
  readonly #parts: TrialParts;
  readonly #detector: Detector;
  #links: Pick<Target, 'main' | 'heartbeat'> | null = null;
  #session: Session | null = null;
  readonly #warnings = new WarningLog();
  #wire: WireLog | null = null;
  #connectingAt: Ns | null = null;
  #lastedMs = 0;
  #over = false;
  /** When the connection was made, and just before the fault. */
  #baseline: Sample | null = null;
  #braced: Sample | null = null;
  #strike: { readonly began: Instant; readonly prediction: Prediction } | null = null;
  #early: { readonly verdict: Verdict; readonly at: Ns } | null = null;

  constructor(parts: TrialParts) {
    this.slot = parts.slot;
    this.#parts = parts;
    this.#detector = detectorOf(parts.slot.trial.cell.detector);
  }

  get over(): boolean {
    return this.#over;
  }

  /** From the start of its first connection to its end. */
  get lastedMs(): number {
    return this.#lastedMs;
  }

  async connect(): Promise<void> {
    const { ports, slot, signal, tell } = this.#parts;
    const { cell, id } = slot.trial;
    this.#connectingAt = ports.clock.now();
    const [main, heartbeat] = await bothOrNone(
      this.#dial(true),
      this.#detector.dedicated ? this.#dial(false) : Promise.resolve(null),
    );
    this.#links = { main, heartbeat };
    if (this.#over || signal.aborted) return this.#release();
    this.#wire = this.#watched();
    tell({ type: 'linked', trial: id, local: main.local, remote: main.remote, effective: main.effective });
    this.#session = new Session({
      clock: ports.clock,
      detector: this.#detector,
      main,
      heartbeat,
      traffic: cell.traffic,
      firstWriteMs: slot.firstWriteMs,
      format: 'frame' in cell.detector ? cell.detector.frame : 'classic',
      tell: (event) => {
        if (event.type === 'want') this.#warnings.note(event.want, ports.clock.now());
        tell({ ...event, trial: id }, event.type === 'input' ? event.input.at : undefined);
      },
      onVerdict: (verdict, at) => this.#decide(verdict, at),
      onProtocolError: (reason) => this.invalidate(reason),
    });
    if (this.#isQuiet()) this.#baseline = this.#session.sample();
  }

  /** Call just before the fault: keeps what the socket can still tell. Null when there is nothing to strike. */
  brace(): Target | null {
    if (this.#over) return null;
    if (this.#links === null || this.#session === null) {
      this.invalidate('not connected when its fault was due');
      return null;
    }
    this.#braced = this.#session.sample();
    if (this.#slotTraffic === 'zero-window' && this.#braced !== null && isWindowClosed(this.#braced.info) === false) {
      this.invalidate('the window of the peer was not closed when the fault was due');
      return null;
    }
    return { peer: this.#parts.peer, ...this.#links };
  }

  /** Call just after the fault: from what is true now follows when the detector must notice. */
  struck(began: Instant): void {
    if (this.#over) return;
    const { ports, slot, tell } = this.#parts;
    const { detector, fault, traffic } = slot.trial.cell;
    const before = this.#braced;
    this.#session?.faultInjected();
    // Without the helper nothing is known of this very trial but what holds for its whole cell.
    const situation =
      before === null
        ? priorSituation(detector, traffic, ports.kernel)
        : situationAt(before, this.#session?.sample() ?? before, began);
    const prediction =
      before === null
        ? predictCell(detector, fault, traffic, ports.kernel)
        : predict(detector, fault, traffic, ports.kernel, situation);
    this.#strike = { began, prediction };
    tell({ type: 'fault', trial: slot.trial.id, fault, began, situation, prediction }, began.from);
    if (this.#early !== null) this.#decide(this.#early.verdict, this.#early.at);
  }

  healed(ended: Instant): void {
    if (!this.#over) this.#parts.tell({ type: 'healed', trial: this.slot.trial.id, ended }, ended.from);
  }

  /** Ends the trial at its deadline: silence is an outcome. */
  expire(): void {
    if (this.#strike === null || this.#over) return;
    const silence = (): void => this.#end(this.#outcome(null, null), null, null, null);
    if (this.slot.trial.cell.fault.kind !== 'firewall-forgets') return silence();
    this.#asksPath((isOpen) => (isOpen ? this.#end('survived', null, null, null) : silence()));
  }

  /** A firewall forgets only who was silent for too long: one write at the end tells whether this flow is still known. */
  #asksPath(tell: (isOpen: boolean) => void): void {
    const { clock } = this.#parts.ports;
    const main = this.#links?.main;
    this.#session?.stop();
    main?.send(encodeFrame({ kind: 'data1', format: 'compact', note: null }));
    clock.at(plusMs(clock.now(), answerMs), () => {
      const info = main?.inspect() ?? { unsupported: 'no link' };
      tell(!('unsupported' in info) && info.state === 'ESTABLISHED' && info.unacked + (info.notsentBytes ?? 0) === 0);
    });
  }

  invalidate(reason: string): void {
    this.#end('invalid', null, null, reason);
  }

  /** Lets go of sockets and timers without an outcome. */
  abandon(): void {
    this.#over = true;
    this.#session?.stop();
    this.#release();
  }

  async #dial(isMain: boolean): Promise<Link> {
    const { ports, peer, signal } = this.#parts;
    const link = await ports.transport.dial(peer.endpoint, this.#detector.options, signal);
    const traffic = this.#slotTraffic;
    const behaviour = {
      ...quietly,
      beatEveryMs: this.#detector.peerBeatMs,
      // A heartbeat of its own has a connection of its own, and a reader.
      dataEveryMs: traffic === 'reading' && isMain ? writingGapMs : null,
      reads: traffic !== 'zero-window' || !isMain,
    };
    try {
      await peer.expect(link.local, behaviour);
    } catch (error) {
      link.close('rst');
      throw error;
    }
    return link;
  }

  /** Packets that come after the end are nobody's any more. */
  #watched(): WireLog | null {
    const { peer, slot, tell } = this.#parts;
    if (peer.watch === undefined || this.#links === null) return null;
    const { main, heartbeat } = this.#links;
    return new WireLog(peer, heartbeat === null ? [main] : [main, heartbeat], (packet) => {
      if (!this.#over) tell({ type: 'packet', trial: slot.trial.id, packet }, packet.at);
    });
  }

  get #slotTraffic(): Traffic {
    return this.slot.trial.cell.traffic;
  }

  /** Whether every segment before the fault is the detector's own. */
  #isQuiet(): boolean {
    return this.#slotTraffic === 'idle' || this.#slotTraffic === 'in-flight';
  }

  #decide(verdict: Verdict, at: Ns): void {
    // The peer's answer may overtake the fault injector's report of the instant: wait for the report.
    if (this.#strike === null && this.#braced !== null) {
      this.#early = { verdict, at };
      return;
    }
    const conclude = (): void => this.#end(this.#outcome(verdict, at), verdict, at, null);
    const graceMs = this.#isExplained(verdict) ? (this.#wire === null ? 0 : packetGraceMs) : lostPeerGraceMs;
    if (graceMs === 0) return conclude();
    const { clock } = this.#parts.ports;
    clock.at(plusMs(clock.now(), graceMs), conclude);
  }

  /** A FIN or RST that no fault of ours caused may be the last word of a peer that somebody else ended. */
  #isExplained(verdict: Verdict): boolean {
    const isAnnouncement = verdict.kind === 'closed' || (verdict.kind === 'dead' && verdict.errno === 'ECONNRESET');
    return !isAnnouncement || (this.#strike !== null && announcedFaults.has(this.slot.trial.cell.fault.kind));
  }

  #outcome(verdict: Verdict | null, at: Ns | null): Outcome {
    if (this.#strike === null) return 'false-alarm';
    const { began, prediction } = this.#strike;
    const { fault } = this.slot.trial.cell;
    const detectionMs = at === null ? null : msBetween(began.from, at);
    return judge({ fault, verdict, detectionMs, prediction, deadlineMs: this.#parts.deadlineMs }).outcome;
  }

  #end(outcome: Outcome, verdict: Verdict | null, verdictAt: Ns | null, invalidReason: string | null): void {
    if (this.#over) return;
    const { ports, tell, onEnd } = this.#parts;
    this.#over = true;
    if (this.#connectingAt !== null) this.#lastedMs = msBetween(this.#connectingAt, ports.clock.now());
    this.#session?.stop();
    const trial = this.slot.trial.id;
    const { fault } = this.slot.trial.cell;
    const healthyUntil = outcome === 'survived' && fault.kind === 'none' ? this.#sample() : this.#braced;
    const cost = costOf(this.#baseline, healthyUntil, this.#wire);
    const wire = this.#wire?.facts(this.#strike?.began ?? null) ?? null;
    const warnings = this.#warnings.before(isTransient(fault) ? null : (this.#strike?.began.from ?? null));
    tell({ type: 'trial-ended', trial, outcome, verdict, verdictAt, invalidReason, ...cost, wire, warnings });
    this.#release();
    onEnd(this);
  }

  /** Where nothing ever happened, the whole trial tells what the detector costs. */
  #sample(): Sample | null {
    return this.#session?.sample() ?? this.#braced;
  }

  #release(): void {
    this.#links?.main.close('rst');
    this.#links?.heartbeat?.close('rst');
  }
}

/** One connection without the other is let go: nobody would ever close it. */
async function bothOrNone(main: Promise<Link>, heartbeat: Promise<Link | null>): Promise<readonly [Link, Link | null]> {
  try {
    return await Promise.all([main, heartbeat]);
  } catch (error) {
    for (const made of await Promise.allSettled([main, heartbeat]))
      if (made.status === 'fulfilled') made.value?.close('rst');
    throw error;
  }
}
