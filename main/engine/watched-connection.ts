/**
 * A connection under observation, from its dial to its end; for a detector that needs one of its own, two. A trial and a
 * live session each have one. It knows neither why a fault is injected nor what a verdict is worth: it measures around the
 * fault, predicts from that, and holds back a verdict that is faster than the report of the fault.
 *
 * Call `dial`, `introduce` and `watch`, in this order. Then, for each fault, `prepareFault` and either `faultInjected` or
 * `faultFailed`; and `faultLifted` for one that was undone. Call `end` at any time.
 */
import { situationAt } from './measured-situation.ts';
import type { Link, Links, Peer, Ports, Target } from './ports.ts';
import { Session } from './session.ts';
import type { SessionEvent } from './session.ts';
import type { Sample } from './situation-sampler.ts';
import type { Channel, Detector, Verdict } from '#model/detector.ts';
import { detectorOf, traitsOf } from '#model/detectors/index.ts';
import type { Endpoint } from '#model/event.ts';
import type { SocketOptions } from '#model/options.ts';
import { peerBehaviour } from '#model/peer-behaviour.ts';
import type { PeerBehaviour } from '#model/peer-behaviour.ts';
import { predict } from '#model/predict/index.ts';
import type { Prediction, Situation } from '#model/prediction.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault, FaultKind } from '#model/faults/index.ts';
import type { Traffic } from '#model/traffic.ts';
import type { Instant, Ns } from '#model/time.ts';

export interface WatchedConnectionParts {
  readonly ports: Pick<Ports, 'clock' | 'transport' | 'kernel'>;
  /** The probe server at `to`; null for a peer that is not ours. */
  readonly peer: Peer | null;
  readonly to: Endpoint;
  readonly plan: {
    readonly detector: DetectorSettings;
    /** Beside what the detector itself asks of the kernel. */
    readonly options: SocketOptions;
    readonly traffic: Traffic;
  };
  /** How long the probe server waits before each PONG. */
  readonly pongDelayMs: number;
  /** From the connection to the first write of `writing` traffic. */
  readonly firstWriteMs: number;
  /** Whether the detector's timers are told, too. */
  readonly tellsWakes: boolean;
  /** What the session did, and when if that was not just now. */
  readonly tell: (event: SessionEvent, at?: Ns) => void;
  /** A fault was injected; called before any verdict that it led to, and even after the end. */
  readonly onFault: (fault: Fault, began: Instant, measured: Measured | null) => void;
  /** A fault was undone; called even after the end. */
  readonly onLifted: (fault: Fault, ended: Instant) => void;
  /** The final verdict; called once. */
  readonly onVerdict: (verdict: Verdict, at: Ns) => void;
  /** The peer sent what is no heartbeat. */
  readonly onProtocolError: (reason: string) => void;
}

/** What was true of this very connection when a fault was injected, and what follows from it. */
export interface Measured {
  readonly situation: Situation;
  readonly prediction: Prediction;
}

/** A connection to inject a fault into. */
export interface Prepared {
  readonly target: Target;
  /** Just before the fault; null where the system has no TCP_INFO. */
  readonly sample: Sample | null;
}

export class WatchedConnection {
  readonly #parts: WatchedConnectionParts;
  readonly #detector: Detector;
  readonly #abort = new AbortController();
  readonly #activeFaults = new Map<FaultKind, Fault>();
  #links: Links | null = null;
  #session: Session | null = null;
  #ended = false;
  #isInjecting = false;
  #beforeFault: Sample | null = null;
  #earlyVerdict: { readonly verdict: Verdict; readonly at: Ns } | null = null;

  constructor(parts: WatchedConnectionParts) {
    this.#parts = parts;
    this.#detector = detectorOf(parts.plan.detector);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether its detector runs: only then a fault can be injected. */
  get watching(): boolean {
    return !this.#ended && this.#session !== null;
  }

  /** Null before it is connected, and after its end. */
  get main(): Link | null {
    return this.#ended ? null : (this.#links?.main ?? null);
  }

  /** Null before it is connected; not after its end, when a fault may still be undone for others. */
  get target(): Target | null {
    return this.#links === null ? null : { peer: this.#parts.peer, ...this.#links };
  }

  /** Faults that were injected and not lifted since. */
  get faults(): readonly Fault[] {
    return [...this.#activeFaults.values()];
  }

  /** Connects all it needs, or nothing. Resolves to null when it was ended meanwhile. */
  async dial(): Promise<Links | null> {
    if (this.#ended) return null;
    try {
      const main = this.#dialOne();
      const heartbeat = this.#detector.dedicated ? this.#dialOne() : Promise.resolve(null);
      this.#links = await bothOrNone(main, heartbeat, () => this.#abort.abort());
    } catch (error) {
      if (this.#ended) return null;
      throw error;
    }
    if (!this.#ended) return this.#links;
    this.#close();
    return null;
  }

  /** Tells our probe server how to treat each of its ends; resolves once it knows. Does nothing with a peer not ours. */
  async introduce(): Promise<void> {
    const { peer } = this.#parts;
    if (peer === null || this.#links === null) return;
    const { main, heartbeat } = this.#links;
    const introduced = [peer.expect(main.local, this.#behaviourFor('main'))];
    if (heartbeat !== null) introduced.push(peer.expect(heartbeat.local, this.#behaviourFor('heartbeat')));
    await Promise.all(introduced);
  }

  /** Starts the detector and the traffic. */
  watch(): void {
    if (this.#ended || this.#links === null) return;
    const { ports, plan, firstWriteMs, tellsWakes, tell, onProtocolError } = this.#parts;
    const session = new Session({
      clock: ports.clock,
      detector: this.#detector,
      ...this.#links,
      traffic: plan.traffic,
      firstWriteMs,
      format: traitsOf(plan.detector).frame,
      tellsWakes,
      tell: (event, at) => {
        if (!this.#ended) tell(event, at);
      },
      onVerdict: (verdict, at) => this.#decide(verdict, at),
      onProtocolError,
    });
    this.#session = session;
    // What had arrived before may have ended it already.
    if (this.#ended) session.stop();
  }

  /** Stops the detector and the traffic; the connection stays open. */
  stopWatching(): void {
    this.#session?.stop();
  }

  /** As it is now; null unless it is watched, and where the system has no TCP_INFO. */
  sample(): Sample | null {
    return this.#ended ? null : (this.#session?.sample() ?? null);
  }

  /** When its detector must notice a fault that is injected in this situation. */
  predict(fault: Fault, situation: Situation): Prediction {
    const { plan, ports } = this.#parts;
    return predict({ ...plan, fault, kernel: ports.kernel }, situation);
  }

  /** Call just before the fault. Null when it is not being watched. From now on verdicts wait for the fault's report. */
  prepareFault(): Prepared | null {
    const { target } = this;
    if (!this.watching || target === null) return null;
    const sample = this.sample();
    this.#beforeFault = sample;
    this.#isInjecting = true;
    return { target, sample };
  }

  /** Call as soon as the fault is reported, even when that comes after the end. */
  faultInjected(fault: Fault, began: Instant): void {
    this.#session?.faultInjected();
    const measured = this.#measure(fault, began);
    this.#activeFaults.set(fault.kind, fault);
    this.#parts.onFault(fault, began, measured);
    this.#releaseVerdict();
  }

  /** Call instead of `faultInjected` when nothing was injected, or nothing was reported for too long. */
  faultFailed(): void {
    this.#releaseVerdict();
  }

  /** Call when a fault was undone; one that was not at work any more is ignored. */
  faultLifted(fault: Fault, ended: Instant): void {
    if (this.#activeFaults.get(fault.kind) !== fault) return;
    this.#activeFaults.delete(fault.kind);
    this.#parts.onLifted(fault, ended);
  }

  /** Stops everything that is under way and closes what is open. May be called twice. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#session?.stop();
    this.#abort.abort();
    this.#close();
  }

  #dialOne(): Promise<Link> {
    const { ports, plan, to } = this.#parts;
    return ports.transport.dial(to, { ...plan.options, ...this.#detector.options }, this.#abort.signal);
  }

  #behaviourFor(channel: Channel): PeerBehaviour {
    const { pongDelayMs, plan } = this.#parts;
    return { ...peerBehaviour(this.#detector, plan.traffic, channel), pongDelayMs };
  }

  /** Predictions are of one fault alone, on a connection that was healthy and could be sampled. */
  #measure(fault: Fault, began: Instant): Measured | null {
    const before = this.#beforeFault;
    if (this.#ended || before === null || this.#activeFaults.size > 0) return null;
    const situation = situationAt(before, this.sample() ?? before, began);
    return { situation, prediction: this.predict(fault, situation) };
  }

  /** The peer's answer to a fault may arrive before the report of the instant when the fault began. */
  #decide(verdict: Verdict, at: Ns): void {
    if (this.#isInjecting) this.#earlyVerdict = { verdict, at };
    else this.#parts.onVerdict(verdict, at);
  }

  #releaseVerdict(): void {
    const early = this.#earlyVerdict;
    this.#isInjecting = false;
    this.#beforeFault = null;
    this.#earlyVerdict = null;
    if (early !== null && !this.#ended) this.#parts.onVerdict(early.verdict, early.at);
  }

  /** Our own server needs no farewell, and a reset leaves no state at either end. A stranger gets a FIN. */
  #close(): void {
    const how = this.#parts.peer === null ? 'fin' : 'rst';
    this.#links?.main.close(how);
    this.#links?.heartbeat?.close(how);
  }
}

/** When one cannot be made, the other is given up, or closed if it was made already: nobody else ever would. */
async function bothOrNone(main: Promise<Link>, heartbeat: Promise<Link | null>, giveUp: () => void): Promise<Links> {
  try {
    const [first, second] = await Promise.all([main, heartbeat]);
    return { main: first, heartbeat: second };
  } catch (error) {
    giveUp();
    for (const made of await Promise.allSettled([main, heartbeat]))
      if (made.status === 'fulfilled') made.value?.close('rst');
    throw error;
  }
}
