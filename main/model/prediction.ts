import type { RangeMs } from './time.ts';

/** What theory says about one detector, fault and traffic. Never a bare point: kernel timers have granules. */
export type Prediction =
  | ({
      readonly kind: 'interval';
      readonly verdict: 'dead' | 'closed';
      /** Symbolic errno the application should see; null for a verdict of its own. */
      readonly errno: string | null;
    } & RangeMs &
      Reasoning)
  | ({ readonly kind: 'never' } & Reasoning)
  | ({ readonly kind: 'unpredicted' } & Reasoning);

export interface Reasoning {
  /** Stable id of the rule; report and view words translate it. */
  readonly rule: string;
  /** Language-neutral: `idle - age + count*interval`. */
  readonly formula: string;
  /** RFC section, kernel file and function, or vendor page. */
  readonly source: string;
}

export type OperatingSystem = 'linux' | 'darwin' | 'windows';

/** The kernel whose timers are predicted. */
export interface Kernel {
  readonly os: OperatingSystem;
  /** Timer ticks per second (CONFIG_HZ); sets the granules of the timer wheel (kernel/time/timer.c). */
  readonly hz: number;
  /** `net.ipv4.tcp_retries2`. */
  readonly retries2: number;
}

/** So many gaps, their mean and their (population) standard deviation. */
export interface Gaps {
  readonly count: number;
  readonly meanMs: number;
  readonly deviationMs: number;
}

/**
 * What is known about a session at the instant of the fault, as ranges of milliseconds counted from it.
 * Before a run the ranges span the whole probe cycle; for a trial they are measured and narrow.
 */
export interface Situation {
  /** Since the kernel last received any segment: min of TCP_INFO last_data_recv and last_ack_recv. */
  readonly sinceSegmentMs: RangeMs;
  /** True when that last segment answered a keepalive probe; null when unknown. Matters only if interval > idle. */
  readonly lastWasProbe: boolean | null;
  /** Since the connection was made; absent where it was not recorded. */
  readonly sinceConnectedMs?: RangeMs | null;
  /** Since the detector last counted a sign of life (or, for `from: server`, a PING). */
  readonly sinceHeardMs: RangeMs;
  /** Until the next scheduled write of traffic or of the detector; null when nothing will be written. */
  readonly untilWriteMs: RangeMs | null;
  /** Until the next write of the traffic alone; absent where it was not recorded. */
  readonly untilTrafficMs?: RangeMs | null;
  /** Until the next urgent byte; null when the detector sends none. */
  readonly untilUrgentMs: RangeMs | null;
  /** Since the oldest unacknowledged byte was sent; null when all is acknowledged. */
  readonly unackedForMs: RangeMs | null;
  /** Since the last data was sent into the peer's closed receive window; null while it is open. */
  readonly windowClosedForMs?: RangeMs | null;
  /** Until the detector next polls; null when it does not poll. */
  readonly untilPollMs: RangeMs | null;
  /** Until the detector's next PING by its own schedule; for those that send one whatever they hear. */
  readonly untilPingMs?: RangeMs | null;
  /** The gaps between signs of life that the detector remembers. */
  readonly gaps?: Gaps | null;
  readonly rtoMs: RangeMs;
  readonly rttMs: RangeMs;
}
