/**
 * An older Halfopen that records: every transaction adds events in pairs, and the log is moved into the file and emptied
 * all the time. argv: database. Writes until it is killed.
 */
import Database from 'better-sqlite3';
import { first } from '../../main/recorder/migrations/0001-first.ts';
import { migrateBy } from '../../main/recorder/migrations/migrate.ts';

const db = new Database(process.argv[2] ?? '');
db.pragma('journal_mode = WAL');
db.pragma('synchronous = OFF');
db.pragma('wal_autocheckpoint = 0');
migrateBy([first], db);
db.exec(
  `INSERT INTO experiment (id, name, status, started_at, plan, host) VALUES ('a', 'a', 'partial', '', '{}', '{}')`,
);
const insert = db.prepare(`INSERT INTO event (experiment_id, type, at_ns, body) VALUES ('a', 'odd', ?, ?)`);
const shorten = db.prepare('DELETE FROM event WHERE seq IN (SELECT seq FROM event ORDER BY seq LIMIT 20)');
const body = JSON.stringify({ run: 'a', at: 0, type: 'odd', text: 'x'.repeat(1000) });
const write = db.transaction((round: number) => {
  if (round > 100) shorten.run();
  for (let index = 0; index < 20; index += 1) insert.run(round, body);
});
for (let round = 0; ; round += 1) {
  write.immediate(round);
  if (round === 100) process.send?.('writing');
  if (round % 3 === 0) db.pragma('wal_checkpoint(TRUNCATE)');
}
