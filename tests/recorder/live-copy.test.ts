import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { readHistory } from '#recorder';
import { copyToMemory } from '../../main/recorder/file/memory-copy.ts';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';

/** A history that an older Halfopen is writing to, as fast as it can. */
async function beingWritten(): Promise<string> {
  const path = join(temporaryFolder(), 'history.db');
  const writer = fork(new URL('./older-writer-child.ts', import.meta.url), [path], { execArgv: [] });
  const gone = once(writer, 'exit');
  onTestFinished(async () => {
    writer.kill('SIGKILL');
    await gone;
  });
  await once(writer, 'message');
  return path;
}

/** Every transaction adds 20 events, or replaces 20 by 20 others. */
const whole = { damage: 'ok', rest: 0, rounds: true };

function found(db: Database) {
  const rounds = db.prepare('SELECT at_ns AS round, count(*) AS n FROM event GROUP BY at_ns').all() as { n: number }[];
  const events = db.prepare('SELECT count(*) FROM event').pluck().get() as number;
  return {
    damage: db.pragma('integrity_check', { simple: true }),
    rest: events % 20,
    rounds: rounds.every(({ n }) => n === 20),
  };
}

test('a history that an older Halfopen goes on writing to is read as it was at one instant', async () => {
  const path = await beingWritten();
  for (let time = 0; time < 10; time += 1) {
    const history = readHistory(path);
    const events = history.after(0, 1_000_000);
    expect(events.length % 20).toBe(0);
    expect(history.list()).toMatchObject([{ id: 'a' }]);
    history.close();
  }
});

test('a copy of the files of a history that is being written is consistent, or it is refused', async () => {
  const path = await beingWritten();
  let copies = 0;
  for (let time = 0; time < 10; time += 1) {
    const refused = failure(() => {
      const copy = copyToMemory(path);
      expect(found(copy)).toEqual(whole);
      copy.close();
      copies += 1;
    });
    if (refused !== null) expect(refused).toMatchObject({ code: 'history-locked', given: path });
  }
  expect(copies).toBeGreaterThan(0);
});
