/** A host that runs one experiment after the other until it is killed; says which trials a view was told of. argv: database. */
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '#contract/wire/connect.ts';
import { wirePair } from '#contract/wire/pair.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { createHost } from '#host';
import { short } from './kill-plan.ts';

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const { host } = await createHost({ historyPath: process.argv[2] ?? '', log });
const [ours, theirs] = wirePair(queueMicrotask);
serveWire(host, theirs, log);
const client = connect(ours);
process.send?.({ type: 'ready' });
for (;;) {
  const { run } = await client.call('run.start', short);
  process.send?.({ type: 'run', run });
  for await (const batch of client.feed('run.milestones', { run, afterSeq: 0 }))
    for (const { event } of batch)
      if (event.type === 'trial-ended') process.send?.({ type: 'told', run, trial: event.trial });
  await pause(10);
}
