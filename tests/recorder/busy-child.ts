/** Records a whole run as fast as it can when told to, as one of several; says what came of it. argv: database, run, trials. */
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { openHistory } from '#recorder';
import { ended, finished, heard, started } from './story.ts';

const [, , path = '', run = '', trials = ''] = process.argv;
const history = openHistory(path);
const recorder = history.recorder(run);
process.send?.('ready');
await once(process, 'message');
recorder.append([started(run)]);
for (let trial = 0; trial < Number(trials); trial++) {
  recorder.append([heard(run, trial, trial), ended(run, trial, trial)]);
  await setImmediate();
}
recorder.append([finished(run)]);
const rescued = recorder.close();
const { status } = history.conclude(run);
history.close();
process.send?.({ rescued, trouble: recorder.writeError?.detail.code ?? null, status });
process.disconnect();
