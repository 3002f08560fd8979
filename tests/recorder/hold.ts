import Database from 'better-sqlite3';

/** Keeps everybody else from writing to a history, as a program that hangs would; returns how to end it. */
export function hold(path: string): () => void {
  const db = new Database(path);
  db.exec('BEGIN IMMEDIATE');
  return () => void db.close();
}

/** As if everything that was deleted had been deleted so much earlier. */
export function ageDeleted(path: string, ms: number): void {
  const db = new Database(path);
  db.prepare('UPDATE entry SET deleted_at_ms = deleted_at_ms - ?').run(ms);
  db.close();
}
