/** What a detector would have said of heartbeats that arrived once, in virtual time. */
import type { Detector, Input, Want } from '../detector.ts';
import { detectorOf, detectorPart } from '../detectors/index.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import { msOfNs, nsOfMs } from '../time.ts';
import { PhiCurve } from './phi-curve.ts';
import type { Trace } from './trace.ts';

/** From when to when a peer was taken for dead; `untilMs` is null when that was never taken back. */
export interface Suspicion {
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly reason: string;
}

export interface Replayed {
  readonly detector: DetectorSettings;
  /**
   * What it called death, the last of them for good: nothing comes after a trace. A session would have ended with the
   * first; here the detector goes on when the peer speaks again, as Chen, Toueg and Aguilera judge detectors.
   */
  readonly suspicions: readonly Suspicion[];
  /** Warnings before death (`suspect`), taken back or not. */
  readonly warnings: readonly Suspicion[];
  /** Only of a detector whose suspicion grows with the silence. */
  readonly phi: PhiCurve | null;
}

/** Why a trace of arrivals cannot tell what a detector would have said; null when it can. */
export function whyNotReplayed({ kind }: Pick<DetectorSettings, 'kind'>): 'asks-kernel' | 'makes-arrivals' | null {
  const { replay: how } = detectorPart(kind);
  return typeof how === 'string' ? how : null;
}

/** @throws Error for a detector that `whyNotReplayed` names a reason for. */
export function replay(trace: Trace, detector: DetectorSettings): Replayed {
  const steps = replaySteps(trace, detector);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** How many arrivals are played between two rests. */
const arrivalsPerStep = 250;

/** The same in steps, for who has other things to do in between; each tells how many arrivals were played. */
export function* replaySteps(
  { arrivalsMs }: Trace,
  detector: DetectorSettings,
): Generator<number, Replayed, undefined> {
  const why = whyNotReplayed(detector);
  if (why !== null) throw new Error(`${detector.kind} cannot be replayed: ${why}`);
  const player = new Player(detectorOf(detector));
  for (const [index, atMs] of arrivalsMs.entries()) {
    player.arrive(atMs);
    if ((index + 1) % arrivalsPerStep === 0) yield index + 1;
  }
  player.fallSilent();
  return { detector, ...player.heard() };
}

class Player {
  readonly #machine: Detector;
  readonly #curve: PhiCurve | null;
  readonly #wakes = new Map<string, number>();
  readonly #suspicions: Suspicion[] = [];
  readonly #warnings: Suspicion[] = [];
  #step;
  #isBegun = false;
  #nowMs = 0;

  constructor(machine: Detector) {
    this.#machine = machine;
    this.#curve = machine.suspicion === undefined ? null : new PhiCurve();
    this.#step = machine.start(nsOfMs(0));
  }

  /** An arrival at the very instant of a deadline is in time. */
  arrive(atMs: number): void {
    this.#runUntil(atMs);
    this.#nowMs = atMs;
    if (!this.#isBegun) this.#begin();
    if (this.#isDead()) this.#revive();
    else this.#tell(this.#heartbeat());
    const rise = this.#machine.suspicion?.riseOf(this.#step.state);
    if (rise !== undefined) this.#curve?.heard(rise);
  }

  /** Nothing comes any more: whoever waits for it gives up. */
  fallSilent(): void {
    this.#runUntil(Infinity);
  }

  heard(): Omit<Replayed, 'detector'> {
    return { suspicions: this.#suspicions, warnings: this.#warnings, phi: this.#curve };
  }

  #begin(): void {
    this.#isBegun = true;
    this.#carryOut(this.#step.wants);
    this.#tell({ type: 'connected', at: nsOfMs(this.#nowMs) });
  }

  #runUntil(limitMs: number): void {
    while (!this.#isDead()) {
      const [timer, atMs] = [...this.#wakes].reduce((a, b) => (b[1] < a[1] ? b : a), ['none', Infinity]);
      if (atMs >= limitMs) return;
      this.#wakes.delete(timer);
      this.#nowMs = atMs;
      this.#tell({ type: 'woke', at: nsOfMs(atMs), timer });
    }
  }

  #revive(): void {
    const at = nsOfMs(this.#nowMs);
    this.#wakes.clear();
    this.#takeBack(this.#suspicions);
    this.#takeBack(this.#warnings);
    const revived = this.#machine.revive?.(this.#step.state, at);
    this.#step = revived ?? this.#machine.start(at);
    if (revived === undefined) this.#begin();
    else this.#carryOut(revived.wants);
  }

  /** What this detector takes for a sign of life; a trace has no numbers, so none is stale. */
  #heartbeat(): Input {
    const content = {
      kind: this.#machine.hears?.({ kind: 'ping', sequence: null }) === true ? 'ping' : 'pong',
    } as const;
    const channel = this.#machine.dedicated ? 'heartbeat' : 'main';
    return { type: 'received', at: nsOfMs(this.#nowMs), channel, bytes: 0, content: { ...content, sequence: null } };
  }

  #tell(input: Input): void {
    this.#step = this.#machine.on(this.#step.state, input);
    this.#carryOut(this.#step.wants);
  }

  /** What it would send is in the trace already, or came from nowhere; PING on a schedule has no other effect. */
  #carryOut(wants: readonly Want[]): void {
    for (const want of wants) {
      if (want.type === 'wake' && want.timer !== 'ping') this.#wakes.set(want.timer, msOfNs(want.at));
      if (want.type === 'forget') this.#wakes.delete(want.timer);
      if (want.type === 'verdict') this.#judge(want.verdict);
    }
  }

  #judge({ kind, reason }: (Want & { type: 'verdict' })['verdict']): void {
    if (kind === 'dead') this.#suspicions.push({ fromMs: this.#nowMs, untilMs: null, reason });
    if (kind === 'suspect') this.#warnings.push({ fromMs: this.#nowMs, untilMs: null, reason });
    if (kind === 'alive') this.#takeBack(this.#warnings);
  }

  #takeBack(list: Suspicion[]): void {
    const last = list.at(-1);
    if (last?.untilMs === null) list[list.length - 1] = { ...last, untilMs: this.#nowMs };
  }

  #isDead(): boolean {
    return Object.keys(this.#machine.table[this.#step.state.phase] ?? {}).length === 0;
  }
}
