/** Opens a history when told to; says what came of it. argv: database. */
import { once } from 'node:events';
import { openHistory } from '#recorder';

process.send?.('ready');
await once(process, 'message');
try {
  openHistory(process.argv[2] ?? '').close();
  process.send?.('opened');
} catch (error) {
  process.send?.(String(error));
}
process.disconnect();
