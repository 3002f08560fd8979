/**
 * Runs one detector on one connection: tells it what happens on the wire and carries out what it wants.
 * Knows no fault and no plan; watched-connection.ts does.
 */
import type { Clock, Link, LinkSignal } from './ports.ts';
import { SituationSampler } from './situation-sampler.ts';
import type { Sample } from './situation-sampler.ts';
import { startTraffic } from '#model/running-traffic.ts';
import type { RunningTraffic } from '#model/running-traffic.ts';
import type { Channel, Content, Detector, Input, Step, Verdict, Want } from '#model/detector.ts';
import type { FrameFormat } from '#model/wire/frame.ts';
import type { Traffic } from '#model/traffic.ts';
import { isWindowClosed } from '#model/tcp-info.ts';
import type { Ns } from '#model/time.ts';
import { FrameDecoder } from '#model/wire/decoder.ts';
import { contentOf, encodeFrame } from '#model/wire/frame.ts';
import type { Frame } from '#model/wire/frame.ts';

export type SessionEvent =
  { readonly type: 'input'; readonly input: Input } | { readonly type: 'want'; readonly want: Want };

export interface SessionParts {
  readonly clock: Clock;
  readonly detector: Detector;
  readonly main: Link;
  readonly heartbeat: Link | null;
  readonly traffic: Traffic;
  readonly firstWriteMs: number;
  readonly format: FrameFormat;
  /** Whether `tell` gets the detector's timers, too. */
  readonly tellsWakes?: boolean;
  /** Gets every input that came from the wire or left on it, with its instant, and every verdict. */
  readonly tell: (event: SessionEvent, at?: Ns) => void;
  /** The first final verdict; called once. */
  readonly onVerdict: (verdict: Verdict, at: Ns) => void;
  /** The peer broke the protocol: the session can't be judged. */
  readonly onProtocolError: (reason: string) => void;
}

export class Session {
  readonly #parts: SessionParts;
  readonly #sampler: SituationSampler;
  readonly #wakes = new Map<string, () => void>();
  readonly #pending: Input[] = [];
  readonly #traffic: RunningTraffic;
  #step: Step<{ readonly phase: string }>;
  #feeding = false;
  #stopped = false;

  constructor(parts: SessionParts) {
    const { clock, detector, main, heartbeat } = parts;
    this.#parts = parts;
    this.#sampler = new SituationSampler(main, heartbeat, clock, detector);
    this.#step = detector.start(clock.now());
    for (const want of this.#step.wants) this.#carryOut(want, clock.now());
    this.#feed({ type: 'connected', at: clock.now() });
    this.#traffic = startTraffic(parts.traffic, parts.firstWriteMs, clock, {
      write: (frames) => this.#writeData(frames),
      isWindowClosed: () => this.#isWindowClosed(),
      scheduled: (at) => this.#sampler.willWrite(at),
    });
    this.#listen('main', main);
    if (heartbeat !== null) this.#listen('heartbeat', heartbeat);
  }

  /** As it is now; null where the system has no TCP_INFO, and once the socket is closed. */
  sample(): Sample | null {
    return this.#sampler.sample();
  }

  /** Call just after the fault: what is to be in flight is written. */
  faultInjected(): void {
    if (!this.#stopped) this.#traffic.faultInjected();
  }

  /** Cancels every timer. What arrives later is ignored. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const cancel of this.#wakes.values()) cancel();
    this.#wakes.clear();
    this.#traffic.stop();
  }

  /** An input that arises while another is being handled waits: a detector never handles two at once. */
  #feed(input: Input): void {
    this.#pending.push(input);
    if (this.#feeding) return;
    this.#feeding = true;
    for (let next = this.#pending.shift(); next !== undefined && !this.#stopped; next = this.#pending.shift()) {
      if (next.type !== 'woke' && next.type !== 'info') this.#parts.tell({ type: 'input', input: next }, next.at);
      this.#sampler.note(next);
      this.#step = this.#parts.detector.on(this.#step.state, next);
      for (const want of this.#step.wants) this.#carryOut(want, next.at);
    }
    this.#feeding = false;
  }

  #carryOut(want: Want, at: Ns): void {
    switch (want.type) {
      case 'ping':
        this.#sampler.pinged(want.sequence);
        return this.#transmit(want.channel, { kind: 'ping', sequence: want.sequence });
      case 'write':
        return this.#transmit(want.channel, { kind: 'data' });
      case 'urgent':
        return this.#sendUrgent();
      case 'inspect':
        return this.#inspect();
      case 'wake':
        if (this.#parts.tellsWakes === true) this.#parts.tell({ type: 'want', want });
        return this.#wake(want.timer, want.at);
      case 'forget':
        if (this.#parts.tellsWakes === true) this.#parts.tell({ type: 'want', want });
        return this.#forget(want.timer);
      case 'verdict':
        return this.#pronounce(want, at);
    }
  }

  #wake(timer: string, when: Ns): void {
    const { clock } = this.#parts;
    this.#forget(timer);
    this.#sampler.willWake(timer, when);
    const ring = (): void => {
      this.#forget(timer);
      this.#feed({ type: 'woke', at: clock.now(), timer });
    };
    this.#wakes.set(timer, clock.at(when, ring));
  }

  #forget(timer: string): void {
    this.#wakes.get(timer)?.();
    this.#wakes.delete(timer);
    this.#sampler.willWake(timer, null);
  }

  #inspect(): void {
    const info = this.#parts.main.inspect();
    if (!('unsupported' in info)) this.#feed({ type: 'info', at: this.#parts.clock.now(), info });
  }

  #sendUrgent(): void {
    const { main, clock } = this.#parts;
    main.sendUrgent();
    this.#feed({ type: 'sent', at: clock.now(), channel: 'main', bytes: 1, content: { kind: 'urgent' } });
  }

  /** At once, as one write. */
  #writeData(frames: number): void {
    const { clock, main, format } = this.#parts;
    const bytes = dataFrames(format, frames);
    main.send(bytes);
    this.#feed({ type: 'sent', at: clock.now(), channel: 'main', bytes: bytes.length, content: { kind: 'data' } });
  }

  #isWindowClosed(): boolean | null {
    const info = this.#parts.main.inspect();
    return 'unsupported' in info ? null : isWindowClosed(info);
  }

  #transmit(channel: Channel, content: Exclude<Content, { kind: 'urgent' }>): void {
    const { clock, main, heartbeat, format } = this.#parts;
    const note =
      content.kind === 'data' || content.sequence === null
        ? null
        : { sequence: content.sequence, sentNs: clock.now(), compactOk: false };
    const bytes = encodeFrame({ kind: content.kind === 'data' ? 'data1' : content.kind, format, note });
    const link = channel === 'heartbeat' ? (heartbeat ?? main) : main;
    link.send(bytes);
    this.#feed({ type: 'sent', at: clock.now(), channel, bytes: bytes.length, content });
  }

  #listen(channel: Channel, link: Link): void {
    const decoder = new FrameDecoder();
    link.onSignal((signal: LinkSignal) => {
      if (this.#stopped) return;
      if (signal.type !== 'data') return this.#feed({ ...signal, channel });
      try {
        for (const frame of decoder.push(signal.bytes)) this.#receive(channel, frame, signal.at);
      } catch (error) {
        this.#parts.onProtocolError(error instanceof Error ? error.message : String(error));
      }
    });
  }

  #receive(channel: Channel, frame: Frame, at: Ns): void {
    const content = contentOf(frame);
    this.#feed({ type: 'received', at, channel, bytes: frame.byteLength, content });
    if (content.kind === 'ping' && !this.#stopped)
      this.#transmit(channel, { kind: 'pong', sequence: content.sequence });
  }

  /** The instant of a final verdict is that of the input that led to it: when the application saw it, not when this ran. */
  #pronounce(want: Want & { type: 'verdict' }, at: Ns): void {
    this.#parts.tell({ type: 'want', want });
    if (want.verdict.kind !== 'dead' && want.verdict.kind !== 'closed') return;
    this.stop();
    this.#parts.onVerdict(want.verdict, at);
  }
}

/** By format and number of frames: all sessions send the same bytes. */
const dataMade = new Map<string, Uint8Array>();

function dataFrames(format: FrameFormat, frames: number): Uint8Array {
  const key = `${format} ${frames}`;
  const known = dataMade.get(key);
  if (known !== undefined) return known;
  const frame = encodeFrame({ kind: 'data1', format, note: null });
  const bytes = new Uint8Array(frame.length * frames);
  for (let index = 0; index < frames; index++) bytes.set(frame, index * frame.length);
  dataMade.set(key, bytes);
  return bytes;
}
