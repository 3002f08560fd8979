/** Records until it is killed; says after each finished trial that it was told. argv: database. */
import { openHistory } from '#recorder';
import { ended, heard, started } from './story.ts';

const history = openHistory(process.argv[2] ?? '');
const recorder = history.recorder('crashed');
recorder.append([started('crashed')]);
let trial = 0;
setInterval(() => {
  for (let i = 0; i < 20; i++) recorder.append([heard('crashed', trial, trial)]);
  recorder.append([ended('crashed', trial, trial)]);
  process.send?.(trial);
  trial += 1;
}, 1);
