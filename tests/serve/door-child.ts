/** A door to a host that only pretends, for clients that try to end it or to fill its memory. argv: folder of the view. */
import { fakeHost } from '../contract/fake-host.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { serve } from '#serve';

/** At its start, and in answer to any message. */
export interface FromDoor {
  readonly url: string;
  readonly rssMiB: number;
}

const { host } = fakeHost('endless');
const { url } = await serve({
  assets: process.argv[2] ?? '',
  address: '127.0.0.1',
  port: 0,
  log: () => {},
  onWire: (wire) => serveWire(host, wire, () => {}),
});
const tell = (): void => void process.send?.({ url, rssMiB: process.memoryUsage.rss() / (1 << 20) } satisfies FromDoor);
process.on('message', tell);
process.on('disconnect', () => process.exit());
tell();
