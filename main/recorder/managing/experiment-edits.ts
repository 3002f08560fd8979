/** What people do to experiments: add notes, tags and stars, rename, delete and restore. */
import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { HistoryChange } from '#model/history-query.ts';
import { EntryRows, parseFilterable } from '../writing/entry-rows.ts';

/** What a person added to an experiment. */
export interface Annotations {
  readonly note: string;
  readonly starred: boolean;
  readonly tags: readonly string[];
}

/** The caller runs each in a transaction, so that it applies to all of the experiments or to none. */
export class ExperimentEdits {
  readonly #db: Database;
  readonly #path: string;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#path = path;
  }

  change(ids: readonly string[], { note, starred, name, addTags = [], removeTags = [] }: HistoryChange): void {
    const set = this.#db.prepare(
      `UPDATE entry SET note = coalesce(@note, note), starred = coalesce(@starred, starred),
         name = coalesce(@name, name) WHERE experiment_id = @id`,
    );
    const rename = this.#db.prepare('UPDATE experiment SET name = coalesce(?, name) WHERE id = ?');
    const add = this.#db.prepare('INSERT OR IGNORE INTO tag (experiment_id, name) VALUES (?, ?)');
    const remove = this.#db.prepare('DELETE FROM tag WHERE experiment_id = ? AND name = ?');
    for (const id of ids) {
      if (this.#deletedAt(id) !== null) throw notFound(this.#path, id);
      set.run({ id, note: note ?? null, starred: starred === undefined ? null : Number(starred), name: name ?? null });
      rename.run(name ?? null, id);
      for (const tag of removeTags) remove.run(id, tag);
      for (const tag of addTags) add.run(id, tag);
      this.#index(id);
    }
  }

  /** Marks them as deleted: no list and no question finds them any more, but they can be restored. */
  hide(ids: readonly string[], nowMs: number): void {
    const hide = this.#db.prepare('UPDATE entry SET deleted_at_ms = ? WHERE experiment_id = ? AND status <> ?');
    for (const id of ids) {
      if (this.#deletedAt(id) !== null) continue;
      if (hide.run(nowMs, id, 'running').changes === 0) throw running(id);
      this.#index(id);
    }
  }

  unhide(ids: readonly string[]): void {
    const unhide = this.#db.prepare('UPDATE entry SET deleted_at_ms = NULL WHERE experiment_id = ?');
    for (const id of ids) {
      if (this.#deletedAt(id) === null) continue;
      unhide.run(id);
      this.#index(id);
    }
  }

  annotations(id: string): Annotations {
    const row = this.#db.prepare('SELECT note, starred FROM entry WHERE experiment_id = ?').get(id);
    const tags = this.#db.prepare('SELECT name FROM tag WHERE experiment_id = ? ORDER BY name').pluck().all(id);
    const { note, starred } = row as { note: string; starred: number };
    return { note, starred: starred === 1, tags: tags as string[] };
  }

  isHidden(id: string): boolean {
    const when = this.#db.prepare('SELECT deleted_at_ms FROM entry WHERE experiment_id = ?').pluck().get(id);
    return typeof when === 'number';
  }

  /** @throws HalfopenError `experiment-not-found`. */
  #deletedAt(id: string): number | null {
    const when = this.#db.prepare('SELECT deleted_at_ms FROM entry WHERE experiment_id = ?').pluck().get(id);
    if (when === undefined) throw notFound(this.#path, id);
    return when as number | null;
  }

  #index(id: string): void {
    const row = this.#db.prepare('SELECT plan, host FROM experiment WHERE id = ?').get(id);
    const { plan, host } = row as { plan: string; host: string };
    new EntryRows(this.#db).index(id, parseFilterable(plan, host));
  }
}

const notFound = (path: string, given: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-not-found',
    fault: 'input',
    message: `There is no experiment ${given} in ${path}.`,
    hint: 'It may have been deleted, here or by another program.',
    given,
  });

export const running = (id: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-running',
    fault: 'input',
    message: `Experiment ${id} is still running.`,
    hint: 'Cancel it first.',
    given: id,
  });
