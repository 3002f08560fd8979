import type { Jiffies } from './jiffies.ts';

/** icsk_pending: retransmission, tail loss probe, zero-window probe. */
export type TimerMeaning = 'retransmit' | 'loss-probe' | 'window-probe';

/** The one timer of a socket's transmissions (icsk_retransmit_timer): arming it for one thing replaces any other. */
export class TransmitTimer {
  #armed: { readonly meaning: TimerMeaning; readonly dueAt: number; readonly cancel: () => void } | null = null;
  readonly #jiffies: Jiffies;
  readonly #fire: Readonly<Record<TimerMeaning, () => void>>;

  constructor(jiffies: Jiffies, fire: Readonly<Record<TimerMeaning, () => void>>) {
    this.#jiffies = jiffies;
    this.#fire = fire;
  }

  /** Meaning and due jiffy; null when nothing is armed. */
  get armed(): { readonly meaning: TimerMeaning; readonly dueAt: number } | null {
    return this.#armed;
  }

  isFor(meaning: TimerMeaning): boolean {
    return this.#armed?.meaning === meaning;
  }

  arm(meaning: TimerMeaning, delay: number): void {
    this.disarm();
    const cancel = this.#jiffies.after(delay, () => this.#run(meaning));
    this.#armed = { meaning, dueAt: this.#jiffies.now + delay, cancel };
  }

  /** What is armed happens now. */
  expire(): void {
    const meaning = this.#armed?.meaning;
    if (meaning === undefined) return;
    this.#armed?.cancel();
    this.#run(meaning);
  }

  disarm(): void {
    this.#armed?.cancel();
    this.#armed = null;
  }

  #run(meaning: TimerMeaning): void {
    // tcp_write_timer_handler: only a loss probe is still pending while it is dealt with.
    if (meaning !== 'loss-probe') this.#armed = null;
    this.#fire[meaning]();
  }
}
