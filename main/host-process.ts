/** The host of the desktop app, in a process of its own: the window stays quick whatever is measured. */
import type { Host } from '#contract/wire/host.ts';
import { portWire } from '#contract/wire/message-port.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { createHost } from '#host';
import { HalfopenError } from '#model/error.ts';
import type { Preferences } from '#model/history-query.ts';
import type { FromHost } from '#shell/host-process/host-messages.ts';
import { MainProxy } from '#shell/host-process/main-proxy.ts';
import { detailOf, openFile } from '#shell/host-process/open-file.ts';

const { parentPort } = process;
const post = (message: FromHost): void => parentPort.postMessage(message);
const log = (line: string): void => post({ say: 'log', line });
const main = new MainProxy(post);
const [historyPath = '', ...flags] = process.argv.slice(2);

/** Menus and dialogs of the system follow the preferences. */
const tellLook = ({ language, theme }: Preferences): void => post({ say: 'look', language, theme });

async function begin(): Promise<void> {
  const opening = createHost({
    ...(historyPath === '' ? {} : { historyPath }),
    allowFirewall: flags.includes('--allow-firewall'),
    pdf: (html) => main.pdf(html),
    reveal: (folder) => main.reveal(folder),
    startPeer: (args) => main.startPeer(args),
    log,
  });
  const watching = opening.then(({ host }) => watched(host));
  // Heard from the first moment on: nothing is said twice.
  parentPort.on('message', ({ data, ports: [port] }) => {
    const wish = main.hear(data);
    if (wish?.say === 'view' && port !== undefined) watching.then((host) => serveWire(host, portWire(port), log), fail);
    else if (wish?.say === 'open') watching.then((host) => openFile(host, wish.path)).then(post, fail);
    else if (wish?.say === 'close') opening.then((opened) => opened.close()).then(() => process.exit(0), fail);
  });
  const host = await watching;
  post({ say: 'ready' });
  host['preferences.get'](null, new AbortController().signal).then(tellLook, (error: unknown) => log(String(error)));
}

const watched = (host: Host): Host => ({
  ...host,
  async 'preferences.set'(change, signal) {
    const preferences = await host['preferences.set'](change, signal);
    tellLook(preferences);
    return preferences;
  },
});

/** Told as data, so that a person can be told; then the process ends, because it can be of no use. */
function fail(error: unknown): void {
  const detail = detailOf(error);
  if (!(error instanceof HalfopenError) && error instanceof Error) log(error.stack ?? error.message);
  post({ say: 'failed', error: detail });
  process.exitCode = 1;
  // The message leaves first.
  setImmediate(() => process.exit(1));
}

begin().catch(fail);
