/** A door in a process of its own, for clients that try to end it or to fill its memory. argv: folder of the view. */
import { fakeHost } from '../contract/fake-host.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { serve } from '#serve';

const { host } = fakeHost('endless');
const served = await serve({
  assets: process.argv[2] ?? '',
  address: '127.0.0.1',
  port: 0,
  log: () => {},
  onWire: (wire) => serveWire(host, wire, () => {}),
});
process.on('message', () => process.send?.({ said: 'memory', rssBytes: process.memoryUsage.rss() }));
process.on('disconnect', () => process.exit());
process.send?.({ said: 'open', url: served.url });
