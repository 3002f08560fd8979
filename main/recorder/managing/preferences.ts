/** A person's preferences, a row each. Rows of a newer Halfopen are left as they are. */
import type { Database } from 'better-sqlite3';
import { preferencesData } from '#contract/data/history.ts';
import { defaultPreferences } from '#model/history-query.ts';
import type { Preferences } from '#model/history-query.ts';

/** What is missing or invalid has its default. */
export function readPreferences(db: Database): Preferences {
  const rows = db.prepare('SELECT key, value FROM preference').all() as { key: string; value: string }[];
  let preferences: Preferences = defaultPreferences;
  for (const { key, value } of rows) {
    if (!Object.hasOwn(defaultPreferences, key)) continue;
    const changed = preferencesData.safeParse({ ...preferences, [key]: JSON.parse(value) as unknown });
    if (changed.success) preferences = changed.data;
  }
  return preferences;
}

export function writePreferences(db: Database, changes: Partial<Preferences>): void {
  const write = db.prepare(
    'INSERT INTO preference (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  for (const [key, value] of Object.entries(changes)) write.run(key, JSON.stringify(value));
}
