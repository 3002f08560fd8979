/** A view and a host with a wire between them, as in the program; the history is in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connect } from '#contract/wire/connect.ts';
import type { Client, GivenOf } from '#contract/wire/host.ts';
import { wirePair } from '#contract/wire/pair.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { serveWire } from '#contract/wire/serve.ts';
import { createHost } from '#host';
import type { HostOptions, OpenHost } from '#host';
import type { RecordedEvent } from '#model/event.ts';

export interface Rig {
  readonly client: Client;
  readonly opened: OpenHost;
  readonly folder: string;
  readonly historyPath: string;
  /** What the host logged. */
  readonly lines: readonly string[];
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-host-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function openRig(options: Partial<HostOptions> = {}): Promise<Rig> {
  const folder = temporaryFolder();
  const lines: string[] = [];
  const historyPath = options.historyPath ?? join(folder, 'history.db');
  const opened = await createHost({ log: (line) => void lines.push(line), ...options, historyPath });
  onTestFinished(() => opened.close());
  return { client: view(opened), opened, folder, historyPath, lines };
}

/** Another view of the same host. */
export function view({ host }: OpenHost): Client {
  const [ours, theirs] = wirePair(queueMicrotask);
  serveWire(host, theirs, (line) => {
    throw new Error(line);
  });
  onTestFinished(() => ours.close('the test is over'));
  return connect(ours);
}

/** Four trials; over within two seconds and a bit. */
export const small = parsePlan(
  `version: 1
name: small
deadline: 1s
repeats: 1
detectors: [{ kind: eof }, { kind: heartbeat, idle: 100ms, interval: 100ms, tries: 2 }]
faults: [{ kind: rst }, { kind: kill }]
expect: [{ fault: rst, max: '<= 1s' }]
`,
  { name: 'small' },
).plan as GivenOf<'run.start'>;

export async function milestones(client: Client, run: string, afterSeq = 0): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const batch of client.feed('run.milestones', { run, afterSeq })) all.push(...batch);
  return all;
}

export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => (error instanceof Error && 'detail' in error ? error.detail : error),
  );
}

/** The first page of the whole history. */
export const everything: GivenOf<'history.page'> = {
  text: '',
  filters: [],
  sort: { by: 'startedAt', descending: true },
  offset: 0,
  limit: 100,
};
