/** Holds the write lock of a history; releases it some time after it was told to. argv: database. */
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { hold } from './hold.ts';

const release = hold(process.argv[2] ?? '');
process.send?.('held');
await once(process, 'message');
await setTimeout(200);
release();
process.disconnect();
