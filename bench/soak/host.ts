/** The host of the soak, in a process of its own: served to browsers, and asked for its figures. argv: database, view. */
import { readFileSync, readdirSync } from 'node:fs';
import { serveWire } from '#contract/wire/serve.ts';
import { createHost } from '#host';
import { serve } from '#serve';
import type { Figures, ToSoak } from './messages.ts';

const [historyPath = '', assets = ''] = process.argv.slice(2);
const say = (message: ToSoak): void => void process.send?.(message);
let logged = 0;
const log = (line: string): void => {
  logged += 1;
  if (!line.startsWith('refused')) process.stderr.write(`${line}\n`);
};
const opened = await createHost({ historyPath, log });
const served = await serve({
  assets,
  address: '127.0.0.1',
  port: 0,
  log,
  onWire: (wire) => serveWire(opened.host, wire, log),
});

const children = (): number => {
  const text = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
  return text === '' ? 0 : text.split(' ').length;
};

function figures(): Figures {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  return {
    residentMiB: rss / 2 ** 20,
    heapMiB: heapUsed / 2 ** 20,
    descriptors: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    children: children(),
    timers: resources.filter((name) => name === 'Timeout').length,
    otherResources: resources.filter((name) => name !== 'Timeout' && name !== 'Immediate').length,
    logged,
  };
}

process.on('message', (ask) => {
  if (ask === 'figures') say({ type: 'figures', figures: figures() });
  else void served.close().then(() => opened.close().then(() => process.exit(0)));
});
say({ type: 'ready', url: served.url });
