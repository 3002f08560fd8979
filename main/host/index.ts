/** The host: everything that a view may ask for, put together. The same for a window, a browser and a test. */
import type { Host } from '#contract/wire/host.ts';
import { allowFirewall, createLivePorts, leftoverRules } from '#platform';
import type { StartPeer } from '#platform';
import { defaultHistoryPath, rescueFilesBeside } from '#recorder';
import { createAbilities } from './abilities.ts';
import { startPruning } from './pruning.ts';
import { createExports } from './exports.ts';
import type { PrintPdf } from './exports.ts';
import { ThreadedHistory } from './history-thread/index.ts';
import { createHistory } from './history.ts';
import { createPlans } from './plans.ts';
import { createRuns } from './runs.ts';
import { createSessions } from './sessions.ts';
import { untilClosed } from './until-closed.ts';

export type { Host } from '#contract/wire/host.ts';
export { createSessions } from './sessions.ts';
export type { SessionsHost, SessionsParts } from './sessions.ts';

/** What only the program around the host can do; what is left out, the view is told, with the way round it. */
export interface HostOptions {
  /** By default in the user's data folder. */
  readonly historyPath?: string;
  readonly pdf?: PrintPdf;
  /** Shows a folder in the system's file manager. */
  readonly reveal?: (folder: string) => Promise<void>;
  /** Its presence says that the view may offer to end the program. */
  readonly quit?: () => void;
  /** For programs that cannot fork Node, such as a packaged Electron. */
  readonly startPeer?: StartPeer;
  /** A person has said that rules may be put into the system's packet filter. */
  readonly allowFirewall?: boolean;
  /** One line per oddity, without content. */
  readonly log: (line: string) => void;
}

export interface OpenHost {
  readonly host: Host;
  /** Cancels what runs, saves what was measured, ends every feed. Safe to call twice. */
  close(): Promise<void>;
}

/** @throws HalfopenError when the history cannot be opened: locked, damaged, read-only, from the future. */
export async function createHost(options: HostOptions): Promise<OpenHost> {
  const { historyPath = defaultHistoryPath(), pdf, reveal, quit, startPeer, log } = options;
  const history = await ThreadedHistory.open(historyPath);
  for (const file of rescueFilesBeside(historyPath)) log(rescuedEarlier(file));
  if (options.allowFirewall === true) allowFirewall();
  const ports = createLivePorts(startPeer);
  void leftoverRules().then((left) => left !== null && log(`${left.no}. ${left.fix}`));
  const closing = new AbortController();
  const pruning = startPruning({ history, log, signal: closing.signal });
  const runs = createRuns({ history, ports, startPeer, log });
  const sessions = createSessions({ ports, record: history.recordSessions(), log });
  const host: Host = {
    ...createAbilities({ ports, historyPath, reveal, canPrint: pdf !== undefined, canQuit: quit !== undefined }),
    ...createPlans(ports),
    ...createHistory(history),
    ...createExports(history, pdf),
    ...runs,
    ...sessions,
  };
  async function end(): Promise<void> {
    closing.abort();
    try {
      await runs.close();
      await pruning.end();
      await sessions.close();
    } finally {
      await history.close();
    }
  }
  let ended: Promise<void> | null = null;
  return { host: untilClosed(host, closing.signal), close: () => (ended ??= end()) };
}

const rescuedEarlier = (file: string): string =>
  `${file} has measurements that could not be saved in the history when they were made. Import it, then delete it.`;
