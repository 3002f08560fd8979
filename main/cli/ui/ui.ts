/** `halfopen ui`: the app's view in any browser, over the same host as the desktop window. */
import type { UiOptions } from '../options.ts';
import { builtView } from './view.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { createHost } from '#host';
import { exitCodes } from '#model/error.ts';
import { serve } from '#serve';

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Serves until it is interrupted; then what runs is cancelled and saved. Being interrupted is how it ends. */
export async function runUi(options: UiOptions): Promise<number> {
  const { host: address, port, db, allowFirewall, signal } = options;
  const assets = await builtView(signal);
  if (assets === null) return exitCodes.cancelled;
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const opened = await createHost({ ...(db === undefined ? {} : { historyPath: db }), allowFirewall, log });
  try {
    const served = await serve({ assets, address, port, log, onWire: (wire) => serveWire(opened.host, wire, log) });
    if (!loopback.has(address))
      log(
        `warning: other machines can reach ${address}. Anybody who has the address below can open connections from this ` +
          'machine and change the history. Nothing is encrypted.',
      );
    process.stdout.write(`Halfopen is at ${served.url}\nCtrl-C ends it; a running experiment is saved as cancelled.\n`);
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
