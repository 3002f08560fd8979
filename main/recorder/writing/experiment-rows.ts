/** The rows that experiments are recorded in, and the prepared statements that write them. */
import type { Database, Statement } from 'better-sqlite3';
import { detectorLabel } from '#model/detectors/index.ts';
import type { RunEvent } from '#model/event.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { ExperimentResult, Outcome, TrialResult } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { msBetween } from '#model/time.ts';
import { cellsOf } from '#model/plan/trials.ts';
import type { Cell } from '#model/plan/trials.ts';
import { thisProcess } from '../owners/owner.ts';
import type { Owner } from '../owners/owner.ts';
import { EntryRows } from './entry-rows.ts';

type Event<Type extends RunEvent['type']> = RunEvent & { readonly type: Type };

/** A trial that ended. */
interface TrialRow {
  readonly trial: number;
  readonly detector: string;
  readonly fault: string;
  readonly traffic: string;
  readonly outcome: Outcome;
  readonly detectionMs: number | null;
  readonly errno: string | null;
  readonly verdict: string | null;
  /** 1 or 0: whether it agrees with its prediction. Null where nothing was predicted, or not yet compared. */
  readonly agrees: number | null;
}

export class ExperimentRows {
  readonly #begin: Statement;
  readonly #beat: Statement;
  readonly #event: Statement;
  readonly #trial: Statement;
  readonly #deleteTrials: Statement;
  readonly #conclude: Statement;
  readonly #markPartial: Statement;
  readonly #reclaim: Statement;
  readonly #entries: EntryRows;
  readonly #self: () => Owner;

  /** @param self this process, for tests another one. */
  constructor(db: Database, self: () => Owner = thisProcess) {
    this.#self = self;
    this.#entries = new EntryRows(db);
    // When the start of a run could not be written for long, its result may have been saved first.
    this.#begin = db.prepare(
      `INSERT INTO experiment (id, name, status, started_at, plan, host, owner_pid, owner_since, owner_seen_ms)
       VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    );
    this.#beat = db.prepare(`UPDATE experiment SET owner_seen_ms = ? WHERE id = ? AND status = 'running'`);
    this.#event = db.prepare('INSERT INTO event (experiment_id, trial, type, at_ns, body) VALUES (?, ?, ?, ?, ?)');
    this.#trial = db.prepare(
      `INSERT OR REPLACE INTO trial
         (experiment_id, trial, detector, fault, traffic, outcome, detection_ms, errno, verdict, within_prediction)
       VALUES (@run, @trial, @detector, @fault, @traffic, @outcome, @detectionMs, @errno, @verdict, @agrees)`,
    );
    this.#deleteTrials = db.prepare('DELETE FROM trial WHERE experiment_id = ?');
    this.#conclude = db.prepare(
      `INSERT INTO experiment (id, name, status, started_at, duration_ms, plan, host, result)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, duration_ms = excluded.duration_ms,
         result = excluded.result, owner_pid = NULL, owner_since = NULL, owner_seen_ms = NULL`,
    );
    this.#markPartial = db.prepare(`UPDATE experiment SET status = 'partial', owner_pid = NULL WHERE id = ?`);
    this.#reclaim = db.prepare(
      `UPDATE experiment SET status = 'running', result = NULL, duration_ms = NULL,
         owner_pid = ?, owner_since = ?, owner_seen_ms = ? WHERE id = ? AND status <> 'running'`,
    );
  }

  begin(run: string, { plan, host, startedAt }: Event<'started'>): void {
    const { pid, since, seenMs } = this.#self();
    this.#begin.run(run, plan.name, startedAt, JSON.stringify(plan), JSON.stringify(host), pid, since, seenMs);
    this.#entries.begin({ id: run, name: plan.name, status: 'running', startedAt, plan, host });
  }

  /** Writes the heartbeat of the process that runs it. */
  beat(run: string): void {
    this.#beat.run(this.#self().seenMs, run);
  }

  /** A run goes on that another program took for dead and concluded. Changes nothing of one that is running. */
  reclaim(run: string): void {
    const { pid, since, seenMs } = this.#self();
    if (this.#reclaim.run(pid, since, seenMs, run).changes > 0) this.#entries.reopen(run);
  }

  event(run: string, event: RunEvent): void {
    const trial = 'trial' in event ? event.trial : null;
    this.#event.run(run, trial, event.type, Math.round(event.at), JSON.stringify(event));
  }

  /** A trial that has just ended. */
  trial(run: string, row: TrialRow): void {
    this.#trial.run({ run, ...row });
    this.#entries.trialEnded(run, row.outcome);
  }

  /** The result, with its trials as they compare with their predictions. */
  result(result: ExperimentResult): void {
    const { id, name, status, startedAt, durationMs, plan, host } = result;
    const [planText, hostText] = [JSON.stringify(plan), JSON.stringify(host)];
    this.#conclude.run(id, name, status, startedAt, durationMs, planText, hostText, JSON.stringify(result));
    this.#deleteTrials.run(id);
    for (const [index, { detector, fault, traffic, trials }] of result.cells.entries()) {
      const cell = { detector: detector.label, fault: fault.label, traffic };
      for (const trial of trials)
        if (hasEnded(trial))
          this.#trial.run({ run: id, trial: index * plan.repeats + trial.repeat, ...cell, ...outcomeColumns(trial) });
    }
    this.#entries.begin(result);
    this.#entries.conclude(result);
  }

  /** For a run whose events cannot be read. */
  markPartial(run: string): void {
    this.#markPartial.run(run);
    this.#entries.setStatus(run, 'partial');
  }
}

/** Why `summarize` calls a trial invalid whose end was never recorded (main/model/result/summarize.ts). */
const neverEnded: ReadonlySet<string | null> = new Set(['not run', 'not finished']);
const hasEnded = ({ invalidReason }: TrialResult): boolean => !neverEnded.has(invalidReason);

function outcomeColumns({ outcome, detectionMs, verdict, withinPrediction }: TrialResult) {
  const agrees = withinPrediction === null ? null : Number(withinPrediction);
  return { outcome, detectionMs, ...verdictColumns(verdict), agrees };
}

const verdictColumns = (verdict: Event<'trial-ended'>['verdict']) => ({
  verdict: verdict?.kind ?? null,
  errno: verdict !== null && 'errno' in verdict ? verdict.errno : null,
});

/** Remembers from the events of one run what the row of each trial needs. */
export class TrialFollower {
  #cells: readonly Cell[] = [];
  #repeats = 1;
  readonly #faults = new Map<number, Event<'fault'>>();

  start({ repeats, ...plan }: Plan): void {
    this.#cells = cellsOf(plan);
    this.#repeats = repeats;
  }

  fault(event: Event<'fault'>): void {
    this.#faults.set(event.trial, event);
  }

  /** Null for a trial that is not in the plan. Its event is recorded all the same. */
  ended({ trial, outcome, verdict, verdictAt }: Event<'trial-ended'>): TrialRow | null {
    const cell = this.#cells[Math.floor(trial / this.#repeats)];
    if (cell === undefined) return null;
    const fault = this.#faults.get(trial);
    const detectionMs = fault === undefined || verdictAt === null ? null : msBetween(fault.began.from, verdictAt);
    const labels = { detector: detectorLabel(cell.detector), fault: faultLabel(cell.fault), traffic: cell.traffic };
    return { trial, ...labels, outcome, detectionMs, ...verdictColumns(verdict), agrees: null };
  }
}
