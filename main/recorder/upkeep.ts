/** What a person does with kept experiments: names, notes, tags, out of sight and back, and for how long they stay. */
import type { Database } from 'better-sqlite3';
import { preferencesData } from '#contract/history-schema.ts';
import { defaultPreferences } from '#model/history-query.ts';
import type { HistoryChange, Preferences } from '#model/history-query.ts';

/** Out of sight for at least this long before it is gone: nobody loses what they could still bring back. */
const regretMs = 10 * 60_000;
const dayMs = 86_400_000;

export function change(db: Database, ids: readonly string[], { note, starred, name, ...tags }: HistoryChange): void {
  const tell = (sql: string, ...values: readonly (string | number)[]): void => {
    const statement = db.prepare(sql);
    for (const id of ids) statement.run(...values, id);
  };
  if (note !== undefined) tell('UPDATE experiment SET note = ? WHERE id = ?', note);
  if (starred !== undefined) tell('UPDATE experiment SET starred = ? WHERE id = ?', Number(starred));
  if (name !== undefined) tell('UPDATE experiment SET name = ? WHERE id = ?', name);
  for (const tag of tags.removeTags ?? []) tell('DELETE FROM tag WHERE name = ? AND experiment_id = ?', tag);
  for (const tag of tags.addTags ?? [])
    tell('INSERT OR IGNORE INTO tag (name, experiment_id) SELECT ?, id FROM experiment WHERE id = ?', tag);
}

/** Out of sight; `show` brings them back until they are purged. */
export function hide(db: Database, ids: readonly string[]): void {
  const statement = db.prepare('UPDATE experiment SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL');
  for (const id of ids) statement.run(new Date().toISOString(), id);
}

export function show(db: Database, ids: readonly string[]): void {
  const statement = db.prepare('UPDATE experiment SET deleted_at = NULL WHERE id = ?');
  for (const id of ids) statement.run(id);
}

/** At the opening: forgets what was deleted a while ago, then puts out of sight what is older than a person wants. */
export function tidyUp(db: Database): void {
  const now = Date.now();
  const since = (ms: number): string => new Date(now - ms).toISOString();
  db.prepare('DELETE FROM experiment WHERE deleted_at < ?').run(since(regretMs));
  const { keepDays } = readPreferences(db);
  if (keepDays === null) return;
  db.prepare(
    `UPDATE experiment SET deleted_at = ?
     WHERE started_at < ? AND starred = 0 AND status <> 'running' AND deleted_at IS NULL`,
  ).run(since(0), since(keepDays * dayMs));
}

/** What was kept and is still understood; the defaults for the rest. */
export function readPreferences(db: Database): Preferences {
  const rows = db.prepare('SELECT key, value FROM preference').all() as { key: string; value: string }[];
  const kept = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  const one = <K extends keyof Preferences>(key: K): Preferences[K] => {
    const parsed = preferencesData.shape[key].safeParse(kept[key]);
    return (parsed.success ? parsed.data : defaultPreferences[key]) as Preferences[K];
  };
  return { language: one('language'), theme: one('theme'), keepDays: one('keepDays') };
}

/** Keys that a later Halfopen wrote stay. */
export function writePreferences(db: Database, changes: Partial<Preferences>): void {
  const write = db.prepare(
    'INSERT INTO preference (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  for (const [key, value] of Object.entries(changes)) write.run(key, JSON.stringify(value));
}
