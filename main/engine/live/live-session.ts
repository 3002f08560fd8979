/** One live session from its opening to its end. Faults are injected into it by session-faults.ts. */
import type { Link, LivePorts } from '../ports.ts';
import { WatchedConnection } from '../watched-connection.ts';
import { forecastsOf } from './forecast.ts';
import type { LiveServer } from './servers.ts';
import type { Verdict } from '#model/detector.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';
import type { Forecast, KernelTimer, LiveEvent, SessionEnd, SessionId, SessionPlan } from '#model/live/live.ts';
import type { Fault } from '#model/faults/index.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

type Unstamped<E> = E extends unknown ? Omit<E, 'session' | 'at'> : never;
interface Ending {
  readonly how: SessionEnd;
  readonly verdict?: Verdict;
  readonly verdictAt?: Ns;
  readonly error?: ErrorDetail;
}

export interface LiveSessionParts {
  readonly id: SessionId;
  readonly plan: SessionPlan;
  readonly server: LiveServer | null;
  readonly ports: LivePorts;
  readonly tell: (event: LiveEvent) => void;
}

/** What the kernel says of a session now. */
export interface Reading {
  readonly info: TcpInfo | null;
  readonly timer: KernelTimer | null;
}

/** A frozen server accepts connections (its kernel does) but cannot say so: the session is watched all the same. */
const acceptWaitMs = 2000;
const firstWriteMs = 250;

export class LiveSession {
  readonly id: SessionId;
  readonly plan: SessionPlan;
  readonly server: LiveServer | null;
  /** For those who inject faults into it. */
  readonly connection: WatchedConnection;
  readonly #parts: LiveSessionParts;
  #lastReading: (Reading & { readonly at: Ns }) | null = null;

  constructor(parts: LiveSessionParts) {
    const { plan, server, ports } = parts;
    this.id = parts.id;
    this.plan = plan;
    this.server = server;
    this.#parts = parts;
    this.connection = new WatchedConnection({
      ports,
      peer: server?.peer ?? null,
      to: server?.dialAt ?? plan.to,
      plan,
      pongDelayMs: server?.row.pongDelayMs ?? 0,
      firstWriteMs,
      tellsWakes: true,
      tell: (event, at) => this.#tell(event, at),
      onFault: (fault, began, measured) =>
        this.#tell({ type: 'fault', fault, began, prediction: measured?.prediction ?? null }, began.from),
      onLifted: (fault, ended) => this.#tell({ type: 'healed', fault, ended }, ended.from),
      onVerdict: (verdict, at) => this.#end({ how: 'verdict', verdict, verdictAt: at }),
      onProtocolError: (reason) => this.#end({ how: 'failed', error: notAHeartbeat(reason) }),
    });
  }

  get over(): boolean {
    return this.connection.ended;
  }

  /** Faults that were injected into it and not lifted since. */
  get faults(): readonly Fault[] {
    return this.connection.faults;
  }

  get mainLink(): Link | null {
    return this.connection.main;
  }

  /** Never rejects: what goes wrong is how the session ends. */
  async connect(): Promise<void> {
    try {
      const links = await this.connection.dial();
      if (links === null) return;
      const { local, remote, effective } = links.main;
      this.#tell({ type: 'linked', local, remote, effective });
      await this.#introduced();
      this.connection.watch();
    } catch (error) {
      this.#end({ how: 'not-connected', error: detailOf(error) });
    }
  }

  close(how: SessionEnd = 'closed-by-us'): void {
    this.#end({ how });
  }

  /** What the kernel says now. */
  read(): Reading {
    const link = this.mainLink;
    const info = link?.inspect() ?? null;
    const reading = { info: info === null || 'unsupported' in info ? null : info, timer: link?.armedTimer() ?? null };
    this.noteReading(reading);
    return reading;
  }

  /** Call with every reading that was taken of it by other means than `read`. */
  noteReading(reading: Reading): void {
    if (isOpen(reading)) this.#lastReading = { ...reading, at: this.#parts.ports.clock.now() };
  }

  /** What would happen if the peer died now; nothing while a fault is at work, or where the system has no TCP_INFO. */
  forecasts(): readonly Forecast[] {
    const sample = this.faults.length === 0 ? this.connection.sample() : null;
    return sample === null ? [] : forecastsOf(this.connection, sample);
  }

  tellKernel(info: TcpInfo, timer: KernelTimer | null): void {
    if (!this.over) this.#tell({ type: 'kernel', info, timer });
  }

  /** Resolves when our server knows of the connection, or takes too long to say so. */
  #introduced(): Promise<void> {
    const { clock } = this.#parts.ports;
    return new Promise((resolve) => {
      const cancel = clock.at(plusMs(clock.now(), acceptWaitMs), resolve);
      const goOn = (): void => {
        cancel();
        resolve();
      };
      // A server that died says so on the connection itself.
      this.connection.introduce().then(goOn, goOn);
    });
  }

  /** What the kernel says at the end; of a socket that it has closed, what was read last. */
  #tellLastWords(): void {
    const reading = this.read();
    if (reading.info === null) return;
    if (isOpen(reading)) return this.tellKernel(reading.info, reading.timer);
    const { info = null, at: readAt } = this.#lastReading ?? {};
    if (info === null || readAt === undefined) return;
    this.#tell({ type: 'kernel', info: { ...info, state: reading.info.state }, timer: null, readAt });
  }

  #tell(event: Unstamped<LiveEvent>, at: Ns = this.#parts.ports.clock.now()): void {
    this.#parts.tell({ ...event, session: this.id, at });
  }

  #end({ how, verdict, verdictAt, error }: Ending): void {
    if (this.over) return;
    this.#tellLastWords();
    this.connection.end();
    this.#tell({
      type: 'ended',
      how,
      verdict: verdict ?? null,
      verdictAt: verdictAt ?? null,
      error: error ?? null,
    });
  }
}

/** Whether the socket is there to be read: of one that is gone a link knows only that. */
const isOpen = ({ info }: Reading): boolean => info !== null && info.state !== 'CLOSED';

const detailOf = (error: unknown): ErrorDetail =>
  error instanceof HalfopenError
    ? error.detail
    : { code: 'internal', fault: 'internal', message: error instanceof Error ? error.message : String(error) };

const notAHeartbeat = (reason: string): ErrorDetail => ({
  code: 'not-a-heartbeat-peer',
  fault: 'peer',
  message: `The peer does not speak the heartbeat protocol: ${reason}`,
  hint: 'Connect to a probe server, or choose a detector that sends nothing: keepalive, user-timeout, eof.',
});
