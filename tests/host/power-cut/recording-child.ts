/** Records a run through the history threads; writes to a file of the folder which trials it knows to be recorded. argv: folder. */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ThreadedHistory } from '#host/history-thread/index.ts';
import { ended, finished, heard, started } from '../../recorder/story.ts';

const folder = process.argv[2] ?? '';
const trials = Number(process.argv[3] ?? 0);
const told = openSync(join(folder, 'told'), 'a');
const history = await ThreadedHistory.open(join(folder, 'history.db'));
const recording = await history.recordRun('cut');
let seq = 0;

/** As a view does: it knows what it has read. */
async function look(): Promise<void> {
  const { milestones } = await history.ask('look', 'cut', seq, 500);
  seq = milestones.at(-1)?.seq ?? seq;
  for (const { event } of milestones) if (event.type === 'trial-ended') writeSync(told, `${event.trial}\n`);
}

recording.append([started('cut')]);
for (let trial = 0; trial < trials; trial += 1) {
  for (let i = 0; i < 20; i += 1) recording.append([heard('cut', trial, performance.now())]);
  recording.append([ended('cut', trial, performance.now())]);
  await look();
  await pause(2);
}
recording.append([finished('cut')]);
const { trouble } = await recording.conclude();
await look();
writeSync(told, trouble === null ? 'concluded\n' : `trouble ${trouble.message}\n`);
await history.close();
