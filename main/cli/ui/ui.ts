/** `halfopen serve`: the app's view in any browser, over the same host as the desktop window. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServeCommandOptions } from '../options.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { createHost } from '#host';
import { exitCodes, HalfopenError } from '#model/error.ts';
import { serve } from '#serve';

const assets = fileURLToPath(new URL('../../../out/renderer/', import.meta.url));
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Serves until it is interrupted; then what runs is cancelled and saved. Being interrupted is how it ends. */
export async function runServe(options: ServeCommandOptions): Promise<number> {
  const { host: address, port, db, allowFirewall, signal } = options;
  if (!existsSync(assets)) throw notBuilt();
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const opened = createHost({ ...(db === undefined ? {} : { historyPath: db }), allowFirewall, log });
  try {
    const served = await serve({ assets, address, port, log, onWire: (wire) => serveWire(opened.host, wire, log) });
    if (!loopback.has(address))
      log(
        `warning: reachable from other machines on ${address}. Who has the address below can open connections from this ` +
          'machine and change the history; nothing is encrypted.',
      );
    process.stdout.write(
      `Halfopen is at ${served.url}\nCtrl-C ends it; an experiment that runs is saved as cancelled.\n`,
    );
    await interrupted(signal);
    await served.close();
  } finally {
    await opened.close();
  }
  return exitCodes.done;
}

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

const notBuilt = (): HalfopenError =>
  new HalfopenError({
    code: 'view-not-built',
    fault: 'machine',
    message: 'The view is not built yet.',
    hint: 'Run "npm start -- --browser", which builds and serves it, or "npm run build:renderer" first.',
  });
