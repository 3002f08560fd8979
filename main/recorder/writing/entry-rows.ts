/** The small row of each experiment that lists are made of, and what it is found by: written along with the rest. */
import type { Database, Statement } from 'better-sqlite3';
import { hostFactsData } from '#contract/data/result.ts';
import { planData } from '#contract/data/settings.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { HistoryPage, HistoryStatus } from '#model/history-query.ts';
import type { ExperimentResult, HostFacts, Outcome } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';

/** What is known of an experiment when it begins. */
export interface EntryFacts extends Described {
  readonly id: string;
  readonly name: string;
  readonly status: HistoryStatus;
  readonly startedAt: string;
}

/** All that lists need of plan and host. */
export interface Described {
  readonly plan: Pick<Plan, 'detectors' | 'faults' | 'traffic' | 'repeats'>;
  readonly host: Pick<HostFacts, 'os' | 'kernel' | 'arch' | 'simulated'>;
}

/** As they are kept; of what cannot be read nothing is said, and it keeps nobody from the rest. */
export function readDescribed(planText: string, hostText: string): Described {
  const plan = planData.safeParse(JSON.parse(planText));
  const host = hostFactsData.safeParse(JSON.parse(hostText));
  return {
    plan: plan.success ? plan.data : { detectors: [], faults: [], traffic: [], repeats: 0 },
    host: host.success ? host.data : { os: 'unknown', kernel: '', arch: '' },
  };
}

export type FacetField = keyof HistoryPage['known'];

const hostLabel = ({ os, kernel, arch }: Described['host']): string => `${os} ${kernel} ${arch}`.trim();

/** Detectors, faults and hosts go by their kind as well as by their whole label. */
export function facetsOf({ plan, host }: Described): readonly (readonly [FacetField, string])[] {
  return [
    ...plan.detectors.flatMap((each) => [['detector', each.kind] as const, ['detector', detectorLabel(each)] as const]),
    ...plan.faults.flatMap((each) => [['fault', each.kind] as const, ['fault', faultLabel(each)] as const]),
    ...plan.traffic.map((each) => ['traffic', each] as const),
    ['host', host.os],
    ...(host.simulated === true ? [['host', 'simulated'] as const] : []),
    ['host', hostLabel(host)],
  ];
}

const counts = `(trials, detected, false_alarms, invalid, judged, within_prediction) =
  (SELECT count(*), coalesce(sum(outcome = 'detected'), 0), coalesce(sum(outcome = 'false-alarm'), 0),
          coalesce(sum(outcome = 'invalid'), 0), count(within_prediction), coalesce(sum(within_prediction), 0)
   FROM trial t WHERE t.experiment_id = entry.experiment_id)`;

export class EntryRows {
  readonly #begin: Statement;
  readonly #ended: Statement;
  readonly #conclude: Statement;
  readonly #status: Statement;
  readonly #isDeleted: Statement;
  readonly #tags: Statement;
  readonly #facet: Statement;
  readonly #forgetFacets: Statement;
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
    this.#conclude = db.prepare(`UPDATE entry SET status = ?, duration_ms = ?, ${counts} WHERE experiment_id = ?`);
    this.#status = db.prepare('UPDATE entry SET status = ? WHERE experiment_id = ?');
    this.#isDeleted = db.prepare('SELECT deleted_at_ms IS NOT NULL FROM entry WHERE experiment_id = ?').pluck();
    this.#tags = db.prepare('SELECT name FROM tag WHERE experiment_id = ? ORDER BY name').pluck();
    this.#facet = db.prepare('INSERT INTO facet (field, value, experiment_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#forgetFacets = db.prepare('DELETE FROM facet WHERE experiment_id = ?');
    this.#text = db.prepare('SELECT name, note FROM entry WHERE experiment_id = ?');
    this.#words = db.prepare('UPDATE entry SET words = ? WHERE experiment_id = ?');
  }

  begin({ id, name, status, startedAt, plan, host }: EntryFacts): void {
    const [detectors, faults] = [plan.detectors.length, plan.faults.length];
    const trials = detectors * faults * plan.traffic.length * plan.repeats;
    const { changes } = this.#begin.run(id, name, status, startedAt, hostLabel(host), detectors, faults, trials);
    if (changes > 0) this.describe(id, { plan, host });
  }

  trialEnded(run: string, outcome: Outcome): void {
    this.#ended.run({ run, outcome });
  }

  /** After its trials are in their places. */
  conclude({ id, status, durationMs }: Pick<ExperimentResult, 'id' | 'status' | 'durationMs'>): void {
    this.#conclude.run(status, durationMs, id);
  }

  setStatus(id: string, status: HistoryStatus): void {
    this.#status.run(status, id);
  }

  /** What it is found by, anew. Nobody finds what is deleted. */
  describe(id: string, described: Described): void {
    const { name, note } = this.#text.get(id) as { name: string; note: string };
    const tags = this.#tags.all(id) as string[];
    this.#words.run([name, note, ...tags].join('\n').toLowerCase(), id);
    this.#forgetFacets.run(id);
    if (this.#isDeleted.get(id) === 1) return;
    for (const [field, value] of facetsOf(described)) this.#facet.run(field, value, id);
    for (const tag of tags) this.#facet.run('tag', tag, id);
  }
}

interface Kept extends Omit<EntryFacts, keyof Described> {
  readonly plan: string;
  readonly host: string;
  readonly note: string;
  readonly starred: number;
}

/** For the experiments of a history that has no such rows yet; their notes and stars move here. */
export function makeEntries(db: Database): void {
  const rows = new EntryRows(db);
  const keep = db.prepare('UPDATE entry SET note = ?, starred = ? WHERE experiment_id = ?');
  const kept = db.prepare(
    'SELECT id, name, status, started_at AS startedAt, plan, host, note, starred FROM experiment',
  );
  for (const { plan: planText, host: hostText, note, starred, ...facts } of kept.all() as Kept[]) {
    const described = readDescribed(planText, hostText);
    rows.begin({ ...facts, ...described });
    keep.run(note, starred, facts.id);
    rows.describe(facts.id, described);
  }
  db.exec(
    `UPDATE entry SET duration_ms = e.duration_ms FROM experiment e WHERE e.id = entry.experiment_id;
     UPDATE entry SET ${counts}`,
  );
}
