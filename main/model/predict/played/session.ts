/**
 * Our end in virtual time: a detector's machine on simulated sockets, and the traffic beside it. It is to a prediction what
 * the engine's session is to a run.
 */
import type { Channel, Content, Detector, Input, Step, Want } from '../../detector.ts';
import { isListenedTo, isSignOfLife } from '../../detectors/sign-of-life.ts';
import { HalfopenError } from '../../error.ts';
import type { ApplicationSocket, SocketSignal } from '../../simulation/application-socket.ts';
import { isWindowClosed } from '../../tcp-info.ts';
import { startTraffic } from '../../running-traffic.ts';
import type { RunningTraffic } from '../../running-traffic.ts';
import type { Ns } from '../../time.ts';
import type { Traffic } from '../../traffic.ts';
import { FrameDecoder } from '../../wire/decoder.ts';
import { contentOf, encodeFrame } from '../../wire/frame.ts';
import type { Frame, FrameFormat } from '../../wire/frame.ts';
import type { LateTime } from './late-time.ts';

export interface PlayedVerdict {
  readonly verdict: 'dead' | 'closed';
  readonly errno: string | null;
  readonly at: Ns;
}

export interface SessionParts {
  readonly time: LateTime;
  readonly machine: Detector;
  readonly format: FrameFormat;
  readonly traffic: Traffic;
  /** First write of `writing` traffic, after the connection. */
  readonly firstWriteMs: number;
  readonly main: ApplicationSocket;
  /** Null for a detector that needs none of its own. */
  readonly heartbeat: ApplicationSocket | null;
}

export class PlayedSession {
  /** When the detector was told anything, and when it was told a sign of life: the connection is the first. */
  readonly toldAt: Ns[] = [];
  readonly heardAt: Ns[] = [];
  verdict: PlayedVerdict | null = null;
  readonly #parts: SessionParts;
  readonly #wakes = new Map<string, () => void>();
  readonly #decoders: Readonly<Record<Channel, FrameDecoder>> = {
    main: new FrameDecoder(),
    heartbeat: new FrameDecoder(),
  };
  readonly #pending: Input[] = [];
  #step: Step<{ readonly phase: string }>;
  #isFeeding = false;
  #isOver = false;
  #lastPing = -1;
  #traffic: RunningTraffic | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#step = parts.machine.start(parts.time.now);
  }

  /** Call once, when the connections are made. */
  begin(): void {
    const { time, main, traffic, firstWriteMs } = this.#parts;
    for (const want of this.#step.wants) this.#carryOut(want, time.now);
    this.heardAt.push(time.now);
    this.#feed({ type: 'connected', at: time.now });
    if (this.#isOver) return;
    const clock = { now: () => time.now, at: (when: Ns, run: () => void) => time.at(when, run) };
    this.#traffic = startTraffic(traffic, firstWriteMs, clock, {
      write: (frames) => this.#writeData(frames),
      scheduled: () => {},
      isWindowClosed: () => this.#isOver || isWindowClosed(main.kernel.info()),
    });
  }

  /** Call just after the fault: what is to be in flight is written. */
  strike(): void {
    if (!this.#isOver) this.#traffic?.faultInjected();
  }

  /** What one of its sockets tells. */
  told(channel: Channel, signal: SocketSignal): void {
    this.#parts.time.soon(() => this.#hear(channel, signal));
  }

  #hear(channel: Channel, signal: SocketSignal): void {
    if (this.#isOver) return;
    if (signal.type !== 'data') return this.#feed({ ...signal, channel, at: this.#parts.time.now });
    try {
      for (const frame of this.#decoders[channel].push(signal.bytes)) this.#receive(channel, frame);
    } catch (error) {
      // The peer broke the protocol: such a session is never judged.
      if (!(error instanceof HalfopenError)) throw error;
      this.#end();
    }
  }

  #receive(channel: Channel, frame: Frame): void {
    const content = contentOf(frame);
    this.#noteSign(channel, content);
    this.#feed({ type: 'received', at: this.#parts.time.now, channel, bytes: frame.byteLength, content });
    if (content.kind === 'ping' && !this.#isOver) this.#transmit(channel, { kind: 'pong', sequence: content.sequence });
  }

  /** As the engine measures it: on the connection that the detector listens to, whatever it takes for a sign of life. */
  #noteSign(channel: Channel, content: Content): void {
    const { machine, time } = this.#parts;
    if (isListenedTo(machine, channel) && isSignOfLife(machine, content, this.#lastPing)) this.heardAt.push(time.now);
  }

  /** Inputs that arise while one is being handled wait their turn: a machine never sees two at once. */
  #feed(input: Input): void {
    this.#pending.push(input);
    if (this.#isFeeding) return;
    this.#isFeeding = true;
    for (let next = this.#pending.shift(); next !== undefined && !this.#isOver; next = this.#pending.shift()) {
      this.toldAt.push(next.at);
      this.#step = this.#parts.machine.on(this.#step.state, next);
      for (const want of this.#step.wants) this.#carryOut(want, next.at);
    }
    this.#isFeeding = false;
  }

  #carryOut(want: Want, at: Ns): void {
    const { main, time } = this.#parts;
    switch (want.type) {
      case 'ping':
        this.#lastPing = want.sequence;
        return this.#transmit(want.channel, { kind: 'ping', sequence: want.sequence });
      case 'write':
        return this.#transmit(want.channel, { kind: 'data' });
      case 'urgent':
        main.sendUrgent();
        return this.#feed({ type: 'sent', at: time.now, channel: 'main', bytes: 1, content: { kind: 'urgent' } });
      case 'inspect':
        return this.#feed({ type: 'info', at: time.now, info: main.kernel.info() });
      case 'wake':
        return this.#wake(want.timer, want.at);
      case 'forget':
        return this.#forget(want.timer);
      case 'verdict': {
        const { verdict } = want;
        if (verdict.kind !== 'dead' && verdict.kind !== 'closed') return undefined;
        this.#end();
        this.verdict = { verdict: verdict.kind, errno: verdict.errno, at };
        return undefined;
      }
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#traffic?.stop();
  }

  #wake(timer: string, when: Ns): void {
    const { time } = this.#parts;
    this.#forget(timer);
    const ring = (): void => {
      this.#forget(timer);
      if (!this.#isOver) this.#feed({ type: 'woke', at: time.now, timer });
    };
    this.#wakes.set(timer, time.at(when, ring));
  }

  #forget(timer: string): void {
    this.#wakes.get(timer)?.();
    this.#wakes.delete(timer);
  }

  #transmit(channel: Channel, content: Exclude<Content, { kind: 'urgent' }>): void {
    const { time, main, heartbeat, format } = this.#parts;
    const note =
      content.kind === 'data' || content.sequence === null
        ? null
        : { sequence: content.sequence, sentNs: time.now, compactOk: false };
    const bytes = encodeFrame({ kind: content.kind === 'data' ? 'data1' : content.kind, format, note });
    (channel === 'heartbeat' ? (heartbeat ?? main) : main).send(bytes);
    this.#feed({ type: 'sent', at: time.now, channel, bytes: bytes.length, content });
  }

  #writeData(frames: number): void {
    if (this.#isOver) return;
    const { time, main, format } = this.#parts;
    const frame = encodeFrame({ kind: 'data1', format, note: null });
    const bytes = new Uint8Array(frame.length * frames);
    for (let index = 0; index < frames; index++) bytes.set(frame, index * frame.length);
    main.send(bytes);
    this.#feed({ type: 'sent', at: time.now, channel: 'main', bytes: bytes.length, content: { kind: 'data' } });
  }
}
