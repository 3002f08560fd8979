/** Records until it is killed; says after each event that it was told. argv: database. */
import { openHistory } from '#recorder';
import { ended, heard, started } from './story.ts';

const history = openHistory(process.argv[2] ?? '');
const recorder = history.recorder('crashed');
recorder.append([started('crashed')]);
let trial = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) recorder.append([heard('crashed', trial, performance.now())]);
  // The last trials never end: what is told of them waits for the next batch.
  if (trial < 300) recorder.append([ended('crashed', trial, performance.now())]);
  process.send?.({ trial, atMs: performance.now() });
  trial += 1;
}, 1);
