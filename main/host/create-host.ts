/** The host: everything that a view can ask for, over one history. Doors (window, browser) hand it wires. */
import { dirname } from 'node:path';
import { protocolVersion } from '#contract/abilities.ts';
import type { Host } from '#contract/host.ts';
import type { Capability } from '#model/capability.ts';
import { capabilities, createLivePorts, createPorts, thisKernel } from '#platform';
import type { StartPeer } from '#platform';
import { defaultHistoryPath, openHistory } from '#recorder';
import type { History } from '#recorder';
import { createHistories, pdfRemedy } from './histories.ts';
import { createPlans } from './plans.ts';
import { createRuns } from './runs.ts';
import { createSessions } from './sessions.ts';

export interface HostOptions {
  /** By default in the user's data folder. */
  readonly historyPath?: string;
  /** Makes a PDF of a page. */
  readonly pdf?: (html: string) => Promise<Uint8Array>;
  /** Shows a folder in the system's file manager. */
  readonly reveal?: (folder: string) => Promise<void>;
  /** For programs that cannot fork Node. */
  readonly startPeer?: StartPeer;
  readonly log: (line: string) => void;
}

export interface OpenHost {
  readonly host: Host;
  /** Cancels what runs, ends every session and server, saves everything. */
  close(): Promise<void>;
}

/** @throws HalfopenError when the history cannot be opened: which file, and the way out. */
export function createHost(options: HostOptions): OpenHost {
  const { historyPath = defaultHistoryPath(), pdf, startPeer, log } = options;
  const history = openHistory(historyPath);
  const runs = createRuns({ history, createPorts: () => createPorts(startPeer), log });
  const sessions = createSessions({ ports: createLivePorts(startPeer), record: history.liveRecorder() });
  return {
    host: {
      ...aboutThisHost(history, options),
      ...createPlans(() => createPorts(startPeer)),
      ...createHistories({ history, ...(pdf === undefined ? {} : { pdf }) }),
      ...runs,
      ...sessions,
    },
    async close() {
      await Promise.all([runs.close(), sessions.close()]);
      history.close();
    },
  };
}

const inWindowOnly = 'Only the desktop window can do this.';

function aboutThisHost(history: History, { pdf, reveal }: HostOptions): Pick<Host, 'host.abilities' | 'host.reveal'> {
  const { host, clock } = createPorts();
  let probed: Promise<readonly Capability[]> | null = null;
  return {
    async 'host.abilities'() {
      probed ??= capabilities().then(({ items }) => items);
      return {
        protocol: protocolVersion,
        host,
        kernel: thisKernel(),
        capabilities: [...(await probed)],
        now: clock.now(),
        historyPath: history.path,
        pdf: pdf === undefined ? { no: inWindowOnly, fix: pdfRemedy } : true,
        reveal: reveal === undefined ? { no: inWindowOnly, fix: 'Copy the path.' } : true,
        quit: { no: 'Close the window or stop the program.' },
      };
    },
    async 'host.reveal'() {
      await reveal?.(dirname(history.path));
      return null;
    },
  };
}
