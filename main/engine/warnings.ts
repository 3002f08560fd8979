/** When one detector suspected its peer, and when it took that back. */
import type { Want } from '#model/detector.ts';
import type { Warnings } from '#model/result/result.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

interface Warning {
  readonly from: Ns;
  readonly until: Ns | null;
}

export class WarningLog {
  readonly #warnings: Warning[] = [];

  note(want: Want, at: Ns): void {
    if (want.type !== 'verdict') return;
    const { kind } = want.verdict;
    const last = this.#warnings.at(-1);
    if (kind === 'suspect') this.#warnings.push({ from: at, until: null });
    else if (kind === 'alive' && last !== undefined && last.until === null)
      this.#warnings[this.#warnings.length - 1] = { ...last, until: at };
  }

  /** Warnings about a peer that was alive: those raised before it died at `diedAt`; all of them if it never did. */
  before(diedAt: Ns | null): Warnings {
    const raised = this.#warnings.filter(({ from }) => diedAt === null || from < diedAt);
    const lasted = raised.flatMap(({ from, until }) => (until === null ? [] : [msBetween(from, until)]));
    return {
      raised: raised.length,
      takenBack: lasted.length,
      suspectedMs: Math.round(lasted.reduce((sum, ms) => sum + ms, 0) * 1000) / 1000,
    };
  }
}
