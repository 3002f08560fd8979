/** One Linux TCP socket in virtual time, as far as liveness goes; docs/physics.md says what it leaves out. */
import type { KernelTimer } from '../live/live.ts';
import type { SocketOptions } from '../options.ts';
import type { TcpInfo } from '../tcp-info.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import type { Jiffies } from './jiffies.ts';
import { nothing } from './segment.ts';
import type { Segment } from './segment.ts';
import { delayedAckMs, TcpReceiver } from './tcp-receiver.ts';
import { TcpSender } from './tcp-sender.ts';
import type { TimerMeaning } from './transmit-timer.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The application above it. */
export interface SocketUser {
  data(bytes: Uint8Array): void;
  eof(): void;
  failed(errno: string): void;
}

export interface SocketParts {
  readonly time: VirtualTime;
  readonly jiffies: Jiffies;
  readonly retries2: number;
  readonly options: SocketOptions;
  /** What SYN and SYN+ACK took. */
  readonly firstRoundTripMs: number;
  /** Takes a segment away; false when it cannot leave this host. */
  readonly network: (segment: Segment) => boolean;
}

/** net.ipv4.tcp_fin_timeout, then TCP_TIMEWAIT_LEN. */
const orphanMs = 120_000;

type State = 'ESTABLISHED' | 'CLOSE-WAIT' | 'FIN-WAIT' | 'CLOSED';

export class SimulatedSocket {
  readonly #parts: SocketParts;
  readonly #sender: TcpSender;
  readonly #receiver: TcpReceiver;
  #user: SocketUser;
  #state: State = 'ESTABLISHED';
  #isOrphan = false;
  #segmentsOut = 0;
  #segmentsIn = 0;
  #urgentEnd: number | null = null;
  #sentDataAt: number;
  /** Timestamp to be echoed (RFC 7323 4.3). */
  #echo: Ns | null = null;
  #softErrno: string | null = null;
  #cancelDelayed: (() => void) | null = null;
  #keepalive: { readonly dueAt: number; readonly cancel: () => void } | null = null;

  constructor(parts: SocketParts, user: SocketUser) {
    const { jiffies, options } = parts;
    this.#parts = parts;
    this.#user = user;
    this.#sentDataAt = jiffies.now;
    this.#sender = new TcpSender({
      ...parts,
      userTimeoutMs: options.userTimeoutMs ?? 0,
      transmit: (piece) => this.#transmit(piece),
      giveUp: () => this.#die(this.#softErrno ?? 'ETIMEDOUT'),
    });
    this.#receiver = new TcpReceiver(jiffies, {
      deliver: (bytes) => this.#user.data(bytes),
      ended: () => this.#user.eof(),
    });
    if (options.keepalive !== undefined) this.#armKeepalive(jiffies.ofMs(options.keepalive.idleMs));
  }

  get sender(): TcpSender {
    return this.#sender;
  }

  get isClosed(): boolean {
    return this.#state === 'CLOSED';
  }

  write(bytes: Uint8Array): void {
    if (this.#state === 'CLOSED' || this.#state === 'FIN-WAIT') return;
    this.#sender.write(bytes);
  }

  /** send(MSG_OOB). */
  writeUrgent(): void {
    this.#urgentEnd = this.#sender.queue.end + 1;
    this.write(new Uint8Array(1));
  }

  /** shutdown(SHUT_WR): FIN, and goes on reading. */
  shutdown(): void {
    if (this.#state === 'CLOSED' || this.#state === 'FIN-WAIT') return;
    this.#state = 'FIN-WAIT';
    this.#sender.write(nothing, true);
  }

  /** close(2): FIN; RST when data was left unread. */
  close(): void {
    if (this.#receiver.unreadBytes > 0) return this.reset();
    this.shutdown();
    this.#isOrphan = true;
    this.#user = deaf;
    this.#parts.time.at(plusMs(this.#parts.time.now, orphanMs), () => this.vanish());
  }

  /** Aborts: RST. */
  reset(): void {
    if (this.#state === 'CLOSED') return;
    this.#send({ rst: true });
    this.#user = deaf;
    this.vanish();
  }

  /** It is gone without a word. */
  vanish(): void {
    this.#state = 'CLOSED';
    this.#sender.timer.disarm();
    this.#keepalive?.cancel();
    this.#keepalive = null;
    this.#cancelDelayed?.();
  }

  /** The application reads no more. */
  pause(): void {
    this.#receiver.reading = false;
  }

  resume(): void {
    this.#receiver.reading = true;
    this.#read();
  }

  /** tcp_v4_rcv. */
  receive(segment: Segment): void {
    if (this.#state === 'CLOSED') return this.#refuse(segment);
    this.#segmentsIn += 1;
    if (segment.rst) return this.#die(this.#state === 'CLOSE-WAIT' ? 'EPIPE' : 'ECONNRESET');
    if (this.#isOrphan && segment.bytes.length > 0) return this.reset();
    if (segment.seq <= this.#receiver.acknowledgedTo) this.#echo = segment.stamp;
    this.#softErrno = null;
    this.#sender.acknowledged(segment);
    const answer = this.#receiver.take(segment);
    if (this.#receiver.isAtEnd && this.#state === 'ESTABLISHED') this.#state = 'CLOSE-WAIT';
    if (answer === 'now') this.#send({});
    else if (answer === 'later')
      this.#cancelDelayed ??= this.#parts.jiffies.after(this.#delayed(), () => this.#acknowledgeLate());
    return this.#read();
  }

  #acknowledgeLate(): void {
    this.#receiver.acknowledgedLate();
    this.#send({});
  }

  #read(): void {
    if (this.#receiver.read() && !this.isClosed) this.#send({});
  }

  /** An ICMP error arrived (tcp_v4_err): soft, it only names a later death. */
  unreachable(errno: string, isForHost: boolean): void {
    if (this.#state === 'CLOSED') return;
    this.#softErrno = errno;
    if (isForHost) this.#sender.unreachable();
  }

  /** TCP_INFO (tcp_get_info). */
  info(): TcpInfo {
    const { jiffies } = this.#parts;
    const { queue, roundTrip, rto, probesOut, backoff, retransmits, windowBytes, ackedAt } = this.#sender;
    const age = (then: number): number => jiffies.toMs(jiffies.now - then);
    return {
      state: this.#state,
      rtoMs: jiffies.toMs(rto),
      rttMs: roundTrip.smoothedMs ?? 0,
      unacked: queue.sent.length,
      notsentBytes: queue.unsentBytes,
      probes: probesOut,
      backoff,
      retransmits,
      lastDataSentMs: age(this.#sentDataAt),
      lastDataReceivedMs: age(this.#receiver.receivedAt),
      lastAckReceivedMs: age(ackedAt),
      sendWindowBytes: windowBytes,
      segmentsOut: this.#segmentsOut,
      segmentsIn: this.#segmentsIn,
    };
  }

  /** As INET_DIAG tells it: one timer, the transmission's before keepalive's. */
  armedTimer(): KernelTimer | null {
    const { jiffies, time } = this.#parts;
    const { timer, retransmits, probesOut } = this.#sender;
    const { armed } = timer;
    const dueAt = (then: number): Ns => plusMs(time.now, jiffies.toMs(Math.max(0, then - jiffies.now)));
    if (armed !== null) return { kind: timerKinds[armed.meaning], dueAt: dueAt(armed.dueAt), retransmits };
    if (this.#keepalive === null) return null;
    return { kind: 'keepalive', dueAt: dueAt(this.#keepalive.dueAt), retransmits: probesOut };
  }

  #delayed = (): number => this.#parts.jiffies.ofMs(delayedAckMs);

  #transmit(piece: Pick<Segment, 'seq' | 'bytes' | 'fin'>): boolean {
    if (piece.bytes.length > 0) {
      this.#receiver.sentData();
      this.#sentDataAt = this.#parts.jiffies.now;
    }
    return this.#send(piece);
  }

  #send(what: Partial<Pick<Segment, 'seq' | 'bytes' | 'fin' | 'rst'>>): boolean {
    const { network, time } = this.#parts;
    const { seq = this.#sender.queue.nxt, bytes = nothing, fin = false, rst = false } = what;
    const urgentEnd = this.#urgentEnd !== null && seq < this.#urgentEnd ? this.#urgentEnd : null;
    const { next: ack, windowBytes, sacked } = this.#receiver;
    this.#cancelDelayed?.();
    this.#cancelDelayed = null;
    this.#receiver.acknowledged();
    this.#segmentsOut += 1;
    return network({ seq, bytes, fin, rst, ack, windowBytes, urgentEnd, stamp: time.now, echo: this.#echo, sacked });
  }

  /** A segment for no socket is answered by RST (RFC 9293 3.5.2). */
  #refuse(segment: Segment): void {
    if (!segment.rst) this.#parts.network(resetFor(segment, this.#parts.time.now));
  }

  #die(errno: string): void {
    const user = this.#user;
    this.vanish();
    user.failed(errno);
  }

  #armKeepalive(delay: number): void {
    const { jiffies } = this.#parts;
    this.#keepalive = { dueAt: jiffies.now + delay, cancel: jiffies.after(delay, () => this.#keepaliveDue()) };
  }

  /** tcp_keepalive_timer. */
  #keepaliveDue(): void {
    const { jiffies, options } = this.#parts;
    const { keepalive, userTimeoutMs } = options;
    if (keepalive === undefined) return undefined;
    const idle = jiffies.ofMs(keepalive.idleMs);
    // Data in flight, or waiting for a window: suspended, the timer only idles along.
    if (!this.#sender.isEmpty) return this.#armKeepalive(idle);
    const elapsed = jiffies.now - Math.max(this.#receiver.receivedAt, this.#sender.ackedAt);
    if (elapsed < idle) return this.#armKeepalive(idle - elapsed);
    const { probesOut } = this.#sender;
    const isOver =
      userTimeoutMs === undefined
        ? probesOut >= keepalive.count
        : elapsed >= jiffies.ofMs(userTimeoutMs) && probesOut > 0;
    if (isOver) {
      this.#send({ rst: true });
      return this.#die(this.#softErrno ?? 'ETIMEDOUT');
    }
    this.#sender.probesOut += 1;
    this.#sender.wakeUp();
    return this.#armKeepalive(jiffies.ofMs(keepalive.intervalMs));
  }
}

const timerKinds = {
  retransmit: 'retransmit',
  'loss-probe': 'retransmit',
  'window-probe': 'zero-window',
} as const satisfies Record<TimerMeaning, KernelTimer['kind']>;

const deaf: SocketUser = { data: () => {}, eof: () => {}, failed: () => {} };

/** What a host says to a segment of a connection that it does not know. */
export function resetFor(segment: Segment, stamp: Ns): Segment {
  return {
    seq: segment.ack,
    bytes: nothing,
    fin: false,
    rst: true,
    ack: segment.seq + segment.bytes.length,
    windowBytes: 0,
    urgentEnd: null,
    stamp,
    echo: null,
    sacked: [],
  };
}
