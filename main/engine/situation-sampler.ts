/**
 * Follows a session and samples it on request: what the kernel says of its connections, when it was last heard, and which
 * timer is due next. A prediction for this very session is made from two such samples (measured-situation.ts).
 */
import type { Clock, Link } from './ports.ts';
import type { Detector, Input } from '#model/detector.ts';
import { gapsOf } from '#model/detectors/phi.ts';
import { isListenedTo, isSignOfLife } from '#model/detectors/sign-of-life.ts';
import type { Gaps } from '#model/prediction.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

/** A session at the instant `at`. Each `…Due` is when that timer will fire; null when it is not set. */
export interface Sample {
  readonly at: Ns;
  readonly info: TcpInfo;
  /** Of the second connection of a dedicated heartbeat; null without one. */
  readonly heartbeatInfo: TcpInfo | null;
  /** Segments of all its connections so far, both directions; null where the kernel does not count. */
  readonly segments: number | null;
  readonly payloadBytes: number;
  readonly connectedAt: Ns;
  /** When the last sign of life was read; when the connection was made, if there was none. */
  readonly heardAt: Ns;
  /** When anything was last read on the connection that the detector listens to, whether or not it was a sign of life. */
  readonly readAt: Ns;
  readonly wroteAt: Ns | null;
  /** The next write of the traffic or of the detector, whichever is earlier. */
  readonly writeDue: Ns | null;
  /** The next write of the traffic alone. */
  readonly trafficDue: Ns | null;
  readonly urgentDue: Ns | null;
  readonly pollDue: Ns | null;
  readonly pingDue: Ns | null;
  /** Between signs of life, for a detector that judges by them; null for every other. */
  readonly gaps: Gaps | null;
}

/** What decides which input is a sign of life, and how many gaps between them are kept. */
type Hearing = Pick<Detector, 'hears' | 'remembers' | 'dedicated'>;

export class SituationSampler {
  readonly #main: Link;
  readonly #heartbeat: Link | null;
  readonly #clock: Clock;
  readonly #wakes = new Map<string, Ns>();
  readonly #detector: Hearing;
  #gapsMs: readonly number[] = [];
  readonly #connectedAt: Ns;
  #payloadBytes = 0;
  #heardAt: Ns;
  #readAt: Ns;
  #hasHeard = false;
  #wroteAt: Ns | null = null;
  #lastPing = -1;
  #trafficDue: Ns | null = null;

  constructor(main: Link, heartbeat: Link | null, clock: Clock, detector: Hearing) {
    this.#detector = detector;
    this.#main = main;
    this.#heartbeat = heartbeat;
    this.#clock = clock;
    this.#connectedAt = clock.now();
    this.#heardAt = this.#connectedAt;
    this.#readAt = this.#connectedAt;
  }

  /** Call for every input of the detector, before it is handled. */
  note(input: Input): void {
    if (input.type === 'sent' || input.type === 'received') this.#payloadBytes += input.bytes;
    if (input.type === 'sent' && input.channel === 'main') this.#wroteAt = input.at;
    if (input.type !== 'received' || !isListenedTo(this.#detector, input.channel)) return;
    this.#readAt = input.at;
    if (isSignOfLife(this.#detector, input.content, this.#lastPing)) this.#hear(input.at);
  }

  /** Until the first sign of life there is no gap, only the time since the connection was made. */
  #hear(at: Ns): void {
    const { remembers } = this.#detector;
    if (remembers !== undefined && this.#hasHeard)
      this.#gapsMs = [...this.#gapsMs, msBetween(this.#heardAt, at)].slice(-remembers);
    this.#hasHeard = true;
    this.#heardAt = at;
  }

  pinged(sequence: number): void {
    this.#lastPing = sequence;
  }

  /** When the traffic writes next; null for never. */
  willWrite(at: Ns | null): void {
    this.#trafficDue = at;
  }

  /** When a timer of the detector fires next; null when it is cancelled. */
  willWake(timer: string, at: Ns | null): void {
    if (at === null) this.#wakes.delete(timer);
    else this.#wakes.set(timer, at);
  }

  /** As it is now; null where the system has no TCP_INFO, and once the socket is closed. */
  sample(): Sample | null {
    const info = this.#main.inspect();
    if ('unsupported' in info || info.state === 'CLOSED') return null;
    const heartbeat = this.#heartbeat?.inspect() ?? null;
    const due = (timer: string): Ns | null => this.#wakes.get(timer) ?? null;
    return {
      at: this.#clock.now(),
      info,
      heartbeatInfo: heartbeat === null || 'unsupported' in heartbeat ? null : heartbeat,
      segments: add(segmentsOf(info), heartbeat === null ? 0 : segmentsOf(heartbeat)),
      payloadBytes: this.#payloadBytes,
      connectedAt: this.#connectedAt,
      heardAt: this.#heardAt,
      readAt: this.#readAt,
      wroteAt: this.#wroteAt,
      writeDue: [due('write'), due('urgent'), due('ping')].reduce(earliest, this.#trafficDue),
      trafficDue: this.#trafficDue,
      pingDue: due('ping'),
      gaps: this.#detector.remembers === undefined ? null : gapsOf(this.#gapsMs),
      urgentDue: due('urgent'),
      pollDue: due('poll'),
    };
  }
}

const segmentsOf = (info: TcpInfo | { readonly unsupported: string }): number | null =>
  'unsupported' in info || info.segmentsOut === null || info.segmentsIn === null
    ? null
    : info.segmentsOut + info.segmentsIn;
const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** Of two instants of which either may be missing. */
export const earliest = (a: Ns | null, b: Ns | null): Ns | null => (a === null || (b !== null && b < a) ? b : a);
