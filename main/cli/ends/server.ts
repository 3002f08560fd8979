import type { ServerOptions } from '../options.ts';
import { exitCodes } from '#model/error.ts';
import { quietly } from '#model/responder.ts';
import { listen } from '#platform';

/** `halfopen server`: answers PING until it is interrupted. Being interrupted is how it ends, so that is success. */
export async function runServer(options: ServerOptions & { readonly print: (line: string) => void }): Promise<number> {
  const { host, port, pongDelayMs, beatEveryMs, print, signal } = options;
  const listening = await listen({
    host,
    port,
    behaviour: { ...quietly, pongDelayMs, beatEveryMs },
    onEvent: ({ address, port: from }, what) => print(`${address} port ${from}: ${what}`),
  });
  const delay = pongDelayMs === 0 ? '' : `, PONGs delayed by ${pongDelayMs} ms`;
  const beats = beatEveryMs === null ? '' : `, a PING every ${beatEveryMs} ms`;
  print(`listening on ${listening.endpoint.address} port ${listening.endpoint.port}${delay}${beats}`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await listening.close();
  return exitCodes.done;
}
