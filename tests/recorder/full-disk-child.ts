/** Runs on a disk that is about to be full: records, tells what became of it. argv: database, folder with room. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importBundle, openHistory } from '#recorder';
import { ended, finished, started } from './story.ts';

const [, , path = '', roomy = ''] = process.argv;
const run = 'full';
const history = openHistory(path);
const recorder = history.recorder(run);
recorder.append([started(run)]);
for (let trial = 0; trial < 1000; trial++) recorder.append([ended(run, trial, trial)]);
recorder.append([finished(run)]);
const trouble = recorder.writeError?.detail ?? null;
const inMemory = recorder.unsaved.length;
const onDisk = [...history.events(run)].length;
const rescued = recorder.close();
history.close();
const left = readdirSync(dirname(path));

// Later, with room again: what is on the full disk and what was rescued belong together.
const later = openHistory(join(roomy, 'later.db'));
const kept = openHistory(path);
later.addEvents(run, [...kept.events(run)]);
kept.close();
if (rescued !== null) importBundle(later, readFileSync(rescued, 'utf8'), rescued);
const detected = later.get(run).cells[0]?.stats.detected;
later.close();
process.stdout.write(JSON.stringify({ trouble, inMemory, onDisk, rescued, detected, left }));
