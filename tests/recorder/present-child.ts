/** Has the history open that it is given, until it is killed. */
import { openHistory } from '#recorder';

openHistory(process.argv[2] ?? '').present();
process.send?.('present');
setInterval(() => {}, 1000);
