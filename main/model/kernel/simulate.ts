/** A trial in virtual time: a real detector on a simulated socket, so that hours take microseconds. */
import type { Input, Verdict, Want } from '../detector.ts';
import { detectorOf } from '../detectors/index.ts';
import { gapsOf } from '../detectors/phi.ts';
import type { Kernel, Situation } from '../prediction.ts';
import { writingGapMs } from '../settings.ts';
import type { DetectorSettings, Traffic } from '../settings.ts';
import { nsOfMs } from '../time.ts';
import { SimulatedSocket, rtoMs } from './tcp-socket.ts';
import { VirtualTime } from './virtual-time.ts';

export interface SimulatedTrial {
  readonly detector: DetectorSettings;
  /** Nothing gets through either way; or the peer's process stands still while its kernel acknowledges. */
  readonly fault: 'blackhole' | 'freeze';
  readonly traffic: Traffic;
  readonly faultAtMs: number;
  readonly limitMs: number;
  readonly kernel: Kernel;
  readonly lateMs: (delayMs: number) => number;
}

export interface SimulatedOutcome {
  readonly verdict: Verdict | null;
  /** From the fault; null without a verdict. */
  readonly detectionMs: number | null;
  readonly situation: Situation;
}

export const simulate = (trial: SimulatedTrial): SimulatedOutcome => new Simulation(trial).outcome();

const exactly = (ms: number) => ({ fromMs: ms, toMs: ms });

class Simulation {
  readonly #trial: SimulatedTrial;
  readonly #time = new VirtualTime();
  readonly #machine;
  readonly #socket: SimulatedSocket;
  readonly #wakes = new Map<string, { atMs: number; cancel: () => void }>();
  #step;
  #heardAtMs = 0;
  #hasHeard = false;
  readonly #gapsMs: number[] = [];
  #nextWriteMs = Infinity;
  #verdict: { readonly verdict: Verdict; readonly atMs: number } | null = null;

  constructor(trial: SimulatedTrial) {
    this.#trial = trial;
    this.#machine = detectorOf(trial.detector);
    this.#socket = new SimulatedSocket({
      time: this.#time,
      kernel: trial.kernel,
      options: this.#machine.options,
      isPathOpen: () => trial.fault === 'freeze' || this.#time.nowMs < trial.faultAtMs,
      lateMs: trial.lateMs,
      onError: (errno) => this.#tell({ type: 'failed', at: this.#now(), channel: 'main', errno, syscall: 'read' }),
    });
    this.#step = this.#machine.start(this.#now());
    for (const want of this.#step.wants) this.#carryOut(want);
    this.#tell({ type: 'connected', at: this.#now() });
    if (trial.traffic === 'writing') this.#traffic(writingGapMs / 2);
    if (this.#machine.peerBeatMs !== null) this.#beats(this.#machine.peerBeatMs, this.#machine.peerBeatMs);
  }

  outcome(): SimulatedOutcome {
    const { faultAtMs, limitMs } = this.#trial;
    // Just before the fault: what happens at its very instant is struck by it already.
    this.#time.runUntil(faultAtMs - 1e-6);
    const situation = this.#situation();
    this.#time.runUntil(faultAtMs + limitMs);
    const verdict = this.#verdict;
    return { situation, verdict: verdict?.verdict ?? null, detectionMs: verdict && verdict.atMs - faultAtMs };
  }

  #situation(): Situation {
    const nowMs = this.#time.nowMs;
    const until = (timer: string) => {
      const wake = this.#wakes.get(timer);
      return wake === undefined ? null : wake.atMs - nowMs;
    };
    const writes = [this.#nextWriteMs - nowMs, until('write'), until('urgent'), until('ping')].filter(
      (ms) => ms !== null,
    );
    const next = Math.min(...writes);
    const [urgent, poll, ping] = [until('urgent'), until('poll'), until('ping')];
    const window = this.#machine.remembers;
    return {
      sinceSegmentMs: exactly(this.#socket.sinceSegmentMs),
      lastWasProbe: null,
      sinceHeardMs: exactly(nowMs - this.#heardAtMs),
      untilWriteMs: next === Infinity ? null : exactly(next),
      untilUrgentMs: urgent === null ? null : exactly(urgent),
      unackedForMs: null,
      untilPollMs: poll === null ? null : exactly(poll),
      untilPingMs: ping === null ? null : exactly(ping),
      gaps: window === undefined ? null : gapsOf(this.#gapsMs.slice(-window)),
      rtoMs: exactly(rtoMs),
      rttMs: exactly(0),
    };
  }

  #tell(input: Input): void {
    if (this.#verdict !== null) return;
    this.#step = this.#machine.on(this.#step.state, input);
    for (const want of this.#step.wants) this.#carryOut(want);
  }

  #carryOut(want: Want): void {
    switch (want.type) {
      case 'ping':
        this.#socket.write();
        return this.#pong(want.sequence);
      case 'write':
      case 'urgent':
        return this.#socket.write();
      case 'inspect':
        return this.#tell({ type: 'info', at: this.#now(), info: this.#socket.info });
      case 'wake':
        return this.#wake(want.timer, want.at / 1e6);
      case 'forget':
        return this.#wakes.get(want.timer)?.cancel();
      case 'verdict':
        if (want.verdict.kind === 'dead' || want.verdict.kind === 'closed')
          this.#verdict = { verdict: want.verdict, atMs: this.#time.nowMs };
    }
  }

  #wake(timer: string, atMs: number): void {
    this.#wakes.get(timer)?.cancel();
    const ring = (): void => {
      this.#wakes.delete(timer);
      this.#tell({ type: 'woke', at: this.#now(), timer });
    };
    this.#wakes.set(timer, { atMs, cancel: this.#time.at(atMs, ring) });
  }

  #pong(sequence: number): void {
    if (this.#isPeerAlive()) this.#hear({ kind: 'pong', sequence });
  }

  #beats(atMs: number, everyMs: number): void {
    this.#time.at(atMs, () => {
      if (this.#isPeerAlive()) this.#hear({ kind: 'ping', sequence: null });
      if (this.#verdict === null) this.#beats(atMs + everyMs, everyMs);
    });
  }

  #traffic(atMs: number): void {
    this.#nextWriteMs = atMs;
    this.#time.at(atMs, () => {
      this.#socket.write();
      if (this.#verdict === null) this.#traffic(atMs + writingGapMs);
    });
  }

  #hear(content: (Input & { type: 'received' })['content']): void {
    if (this.#machine.hears?.(content) ?? true) this.#heard();
    this.#socket.receive();
    const channel = this.#machine.dedicated ? 'heartbeat' : 'main';
    this.#tell({ type: 'received', at: this.#now(), channel, bytes: 1028, content });
  }

  #heard(): void {
    if (this.#hasHeard) this.#gapsMs.push(this.#time.nowMs - this.#heardAtMs);
    this.#hasHeard = true;
    this.#heardAtMs = this.#time.nowMs;
  }

  #isPeerAlive(): boolean {
    return this.#time.nowMs < this.#trial.faultAtMs;
  }

  #now() {
    return nsOfMs(this.#time.nowMs);
  }
}
