/** The small row of each experiment that lists are made of, and the values that it is searched and filtered by. */
import type { Database, Statement } from 'better-sqlite3';
import { hostFactsData } from '#contract/data/result.ts';
import { planData } from '#contract/data/settings.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { HistoryPage, HistoryStatus } from '#model/history-query.ts';
import type { ExperimentResult, HostFacts, Outcome } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { trialsIn } from '../reading/plan-size.ts';

/** What is known of an experiment when it begins. */
export interface EntryFacts extends Filterable {
  readonly id: string;
  readonly name: string;
  readonly status: HistoryStatus;
  readonly startedAt: string;
}

/** The parts of plan and host that an experiment is filtered by. */
export interface Filterable {
  readonly plan: Pick<Plan, 'detectors' | 'faults' | 'traffic' | 'repeats'>;
  readonly host: Pick<HostFacts, 'os' | 'kernel' | 'arch' | 'simulated'>;
}

/** From their JSON. What cannot be parsed counts as empty, so that it does not hide the rest of the history. */
export function parseFilterable(planText: string, hostText: string): Filterable {
  const plan = planData.safeParse(parsedOrNull(planText));
  const host = hostFactsData.safeParse(parsedOrNull(hostText));
  return {
    plan: plan.success ? plan.data : { detectors: [], faults: [], traffic: [], repeats: 0 },
    host: host.success ? host.data : { os: 'unknown', kernel: '', arch: '' },
  };
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type FacetField = keyof HistoryPage['known'];

const hostLabel = ({ os, kernel, arch }: Filterable['host']): string => `${os} ${kernel} ${arch}`.trim();

/** Detectors, faults and hosts are found by their kind as well as by their whole label. */
function facetsOf({ plan, host }: Filterable): readonly (readonly [FacetField, string])[] {
  return [
    ...plan.detectors.flatMap((each) => [['detector', each.kind] as const, ['detector', detectorLabel(each)] as const]),
    ...plan.faults.flatMap((each) => [['fault', each.kind] as const, ['fault', faultLabel(each)] as const]),
    ...plan.traffic.map((each) => ['traffic', each] as const),
    ['host', host.os],
    ...(host.simulated === true ? [['host', 'simulated'] as const] : []),
    ['host', hostLabel(host)],
  ];
}

/** Sets the columns of an entry that count its trials. */
export const countTrials = `(trials, detected, false_alarms, invalid, judged, within_prediction) =
  (SELECT count(*), coalesce(sum(outcome = 'detected'), 0), coalesce(sum(outcome = 'false-alarm'), 0),
          coalesce(sum(outcome = 'invalid'), 0), count(within_prediction), coalesce(sum(within_prediction), 0)
   FROM trial t WHERE t.experiment_id = entry.experiment_id)`;

export class EntryRows {
  readonly #begin: Statement;
  readonly #ended: Statement;
  readonly #conclude: Statement;
  readonly #status: Statement;
  readonly #reopen: Statement;
  readonly #isDeleted: Statement;
  readonly #tags: Statement;
  readonly #facet: Statement;
  readonly #deleteFacets: Statement;
  readonly #text: Statement;
  readonly #words: Statement;

  constructor(db: Database) {
    this.#begin = db.prepare(
      `INSERT INTO entry (experiment_id, name, status, started_at, host, detectors, faults, planned_trials)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#ended = db.prepare(
      `UPDATE entry SET trials = trials + 1, detected = detected + (@outcome = 'detected'),
         false_alarms = false_alarms + (@outcome = 'false-alarm'), invalid = invalid + (@outcome = 'invalid')
       WHERE experiment_id = @run`,
    );
    this.#conclude = db.prepare(`UPDATE entry SET status = ?, duration_ms = ?, ${countTrials} WHERE experiment_id = ?`);
    this.#status = db.prepare('UPDATE entry SET status = ? WHERE experiment_id = ?');
    this.#reopen = db.prepare(`UPDATE entry SET status = 'running', duration_ms = NULL WHERE experiment_id = ?`);
    this.#isDeleted = db.prepare('SELECT deleted_at_ms IS NOT NULL FROM entry WHERE experiment_id = ?').pluck();
    this.#tags = db.prepare('SELECT name FROM tag WHERE experiment_id = ? ORDER BY name').pluck();
    this.#facet = db.prepare('INSERT INTO facet (field, value, experiment_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#deleteFacets = db.prepare('DELETE FROM facet WHERE experiment_id = ?');
    this.#text = db.prepare('SELECT name, note FROM entry WHERE experiment_id = ?');
    this.#words = db.prepare('UPDATE entry SET words = ? WHERE experiment_id = ?');
  }

  begin({ id, name, status, startedAt, plan, host }: EntryFacts): void {
    const [detectors, faults] = [plan.detectors.length, plan.faults.length];
    const trials = Math.min(trialsIn(plan), Number.MAX_SAFE_INTEGER);
    const { changes } = this.#begin.run(id, name, status, startedAt, hostLabel(host), detectors, faults, trials);
    if (changes > 0) this.index(id, { plan, host });
  }

  trialEnded(run: string, outcome: Outcome): void {
    this.#ended.run({ run, outcome });
  }

  /** Counts its trials, so their rows must be written first. */
  conclude({ id, status, durationMs }: Pick<ExperimentResult, 'id' | 'status' | 'durationMs'>): void {
    this.#conclude.run(status, durationMs, id);
  }

  /** It goes on. */
  reopen(id: string): void {
    this.#reopen.run(id);
  }

  setStatus(id: string, status: HistoryStatus): void {
    this.#status.run(status, id);
  }

  /** Writes again what it is searched and filtered by. A deleted experiment is not found. */
  index(id: string, filterable: Filterable): void {
    const { name, note } = this.#text.get(id) as { name: string; note: string };
    const tags = this.#tags.all(id) as string[];
    this.#words.run([name, note, ...tags].join('\n').toLowerCase(), id);
    this.#deleteFacets.run(id);
    if (this.#isDeleted.get(id) === 1) return;
    for (const [field, value] of facetsOf(filterable)) this.#facet.run(field, value, id);
    for (const tag of tags) this.#facet.run('tag', tag, id);
  }
}
