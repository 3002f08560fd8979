/** Opens each history that it is told; says what came of it. */
import { openHistory } from '#recorder';

process.on('message', (path: string) => {
  try {
    openHistory(path).close();
    process.send?.('opened');
  } catch (error) {
    process.send?.(String(error));
  }
});
process.send?.('ready');
