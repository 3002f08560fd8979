/** One live session from its opening to its end. Which fault strikes it, and when, is decided in breaking.ts. */
import type { Link, LivePorts, Target } from '../ports.ts';
import { Session } from '../session.ts';
import { situationAt } from '../measured-situation.ts';
import type { Sample } from '../situation-sampler.ts';
import type { LiveServer } from './servers.ts';
import type { Detector, Verdict } from '#model/detector.ts';
import { detectorOf } from '#model/detectors/index.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';
import type { KernelTimer, LiveEvent, SessionEnd, SessionId, SessionPlan } from '#model/live/live.ts';
import type { SocketOptions } from '#model/options.ts';
import { predictWatched } from '#model/predict/index.ts';
import { quietly } from '#model/responder.ts';
import type { Fault } from '#model/settings.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { plusMs } from '#model/time.ts';
import type { Instant, Ns } from '#model/time.ts';

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
  /** Of the detector and those beside it, without conflict. */
  readonly options: SocketOptions;
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
/** From the connection to the first write of `writing` traffic. */
const firstWriteMs = 250;

export class LiveSession {
  readonly id: SessionId;
  readonly plan: SessionPlan;
  readonly server: LiveServer | null;
  readonly #parts: LiveSessionParts;
  readonly #detector: Detector;
  readonly #abort = new AbortController();
  readonly #active = new Map<Fault['kind'], Fault>();
  #links: Pick<Target, 'main' | 'heartbeat'> | null = null;
  #session: Session | null = null;
  #over = false;
  #striking = false;
  #braced: Sample | null = null;
  #early: { readonly verdict: Verdict; readonly at: Ns } | null = null;

  constructor(parts: LiveSessionParts) {
    this.id = parts.id;
    this.plan = parts.plan;
    this.server = parts.server;
    this.#parts = parts;
    this.#detector = detectorOf(parts.plan.detector);
  }

  get over(): boolean {
    return this.#over;
  }

  /** Faults that have struck it and were not lifted. */
  get faults(): readonly Fault[] {
    return [...this.#active.values()];
  }

  get mainLink(): Link | null {
    return this.#over ? null : (this.#links?.main ?? null);
  }

  /** Its detector watches: only then is there something to strike. */
  get ready(): boolean {
    return !this.#over && this.#session !== null;
  }

  get target(): Target | null {
    return this.#links === null ? null : { peer: this.server?.peer ?? null, ...this.#links };
  }

  /** Never rejects: what goes wrong is how the session ends. */
  async connect(): Promise<void> {
    if (this.#over) return;
    try {
      const links = await this.#dialAll();
      this.#links = links;
      if (this.#over) return this.#release();
      const { local, remote, effective } = links.main;
      this.#tell({ type: 'linked', local, remote, effective });
      await this.#accepted(links);
      if (!this.#over) this.#watch(links);
    } catch (error) {
      this.#end({ how: 'not-connected', error: detailOf(error) });
    }
  }

  close(how: SessionEnd = 'closed-by-us'): void {
    this.#end({ how });
  }

  /** Now, from the kernel; null when the socket no longer answers. */
  sample(): Sample | null {
    return this.#over ? null : (this.#session?.sample() ?? null);
  }

  read(): Reading {
    const link = this.mainLink;
    const info = link?.inspect() ?? null;
    return { info: info === null || 'unsupported' in info ? null : info, timer: link?.armedTimer() ?? null };
  }

  tellKernel(info: TcpInfo, timer: KernelTimer | null): void {
    if (!this.#over) this.#tell({ type: 'kernel', info, timer });
  }

  /** Call just before the fault: keeps what the socket can still tell. Null when there is nothing to strike. */
  brace(): Target | null {
    if (this.#over || this.#session === null) return null;
    this.#braced = this.#session.sample();
    this.#striking = true;
    return this.target;
  }

  /** Call just after the fault: from what is true now follows when the detector must notice. */
  struck(fault: Fault, began: Instant): void {
    // Theory knows one fault at a time.
    const before = this.#active.size === 0 ? this.#braced : null;
    this.#active.set(fault.kind, fault);
    // An order that was carried out late: it belongs on the timeline, though it changes no verdict any more.
    if (this.#over) return this.#tell({ type: 'fault', fault, began, prediction: null }, began.from);
    const { ports, plan } = this.#parts;
    const after = this.#session?.sample() ?? before;
    const prediction =
      before === null || after === null
        ? null
        : predictWatched(plan, fault, ports.kernel, situationAt(before, after, began));
    this.#tell({ type: 'fault', fault, began, prediction }, began.from);
    this.#unbrace();
  }

  /** The fault did not happen. */
  spared(): void {
    this.#unbrace();
  }

  healed(fault: Fault, ended: Instant): void {
    if (this.#active.get(fault.kind) !== fault) return;
    this.#active.delete(fault.kind);
    this.#tell({ type: 'healed', fault, ended }, ended.from);
  }

  /** The peer's answer may overtake the report of the fault's instant: it has waited for the report. */
  #unbrace(): void {
    this.#striking = false;
    this.#braced = null;
    const early = this.#early;
    this.#early = null;
    if (early !== null) this.#decide(early.verdict, early.at);
  }

  #watch(links: Pick<Target, 'main' | 'heartbeat'>): void {
    const { ports, plan } = this.#parts;
    const session = new Session({
      clock: ports.clock,
      detector: this.#detector,
      ...links,
      traffic: plan.traffic,
      firstWriteMs,
      format: 'frame' in plan.detector ? plan.detector.frame : 'classic',
      tellsWakes: true,
      tell: (event) => {
        if (!this.#over) this.#tell(event, event.type === 'input' ? event.input.at : undefined);
      },
      onVerdict: (verdict, at) => this.#decide(verdict, at),
      onProtocolError: (reason) => this.#end({ how: 'failed', error: notAHeartbeat(reason) }),
    });
    this.#session = session;
    // What had arrived before may have ended it already.
    if (this.#over) session.stop();
  }

  #decide(verdict: Verdict, at: Ns): void {
    if (this.#striking) this.#early = { verdict, at };
    else this.#end({ how: 'verdict', verdict, verdictAt: at });
  }

  async #dialAll(): Promise<Pick<Target, 'main' | 'heartbeat'>> {
    const main = await this.#dial();
    if (!this.#detector.dedicated) return { main, heartbeat: null };
    try {
      return { main, heartbeat: await this.#dial() };
    } catch (error) {
      main.close('rst');
      throw error;
    }
  }

  #dial(): Promise<Link> {
    const { ports, plan, options } = this.#parts;
    return ports.transport.dial(this.server?.dialAt ?? plan.to, options, this.#abort.signal);
  }

  /** Until our server has the connection, and knows how to treat it. */
  async #accepted({ main, heartbeat }: Pick<Target, 'main' | 'heartbeat'>): Promise<void> {
    const { server } = this;
    if (server === null) return;
    const { pongDelayMs } = server.row;
    const behaviour = { ...quietly, pongDelayMs, beatEveryMs: this.#detector.peerBeatMs, reads: true };
    const links = heartbeat === null ? [main] : [main, heartbeat];
    const expected = Promise.all(links.map((link) => server.peer.expect(link.local, behaviour)));
    const { clock } = this.#parts.ports;
    await new Promise<void>((resolve) => {
      const cancel = clock.at(plusMs(clock.now(), acceptWaitMs), resolve);
      const go = (): void => {
        cancel();
        resolve();
      };
      // A server that died says so on the connection itself.
      expected.then(go, go);
    });
  }

  #tell(event: Unstamped<LiveEvent>, at: Ns = this.#parts.ports.clock.now()): void {
    this.#parts.tell({ ...event, session: this.id, at });
  }

  #end({ how, verdict, verdictAt, error }: Ending): void {
    if (this.#over) return;
    this.#over = true;
    this.#session?.stop();
    this.#abort.abort();
    this.#release();
    this.#tell({
      type: 'ended',
      how,
      verdict: verdict ?? null,
      verdictAt: verdictAt ?? null,
      error: error ?? null,
    });
  }

  /** Our own server needs no farewell, and a reset leaves neither end waiting; a stranger gets a FIN. */
  #release(): void {
    const how = this.server === null ? 'fin' : 'rst';
    this.#links?.main.close(how);
    this.#links?.heartbeat?.close(how);
  }
}

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
