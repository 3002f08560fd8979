import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { maxTrials } from '#contract/experiment/plan-check.ts';
import type { Client } from '#contract/wire/host.ts';
import { createHost } from '#host';
import { refuseWhatCannotRun, refusalsOf } from '#host/experiment.ts';
import type { ErrorDetail } from '#model/error.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import { openHistory } from '#recorder';
import { halfopen } from '../interop/programs.ts';
import { hold } from '../recorder/hold.ts';
import { ended, finished, started } from '../recorder/story.ts';
import { everything, failureOf, milestones, openRig, small, temporaryFolder, view } from './rig.ts';

const typesOf = (told: readonly RecordedEvent[]): readonly string[] => told.map(({ event }) => event.type);

/** Follows a run until an event of this type was told. */
async function until(client: Client, run: string, type: RunEvent['type']): Promise<void> {
  for await (const batch of client.feed('run.milestones', { run, afterSeq: 0 }))
    if (batch.some(({ event }) => event.type === type)) return;
}

test('an experiment is run, followed to its end, and kept', async () => {
  const { client, lines } = await openRig();
  const { run } = await client.call('run.start', small);
  const told = await milestones(client, run);
  expect(told[0]?.event).toMatchObject({ type: 'started', plan: { name: 'small' } });
  expect(told.at(-1)?.event).toMatchObject({ type: 'ended', status: 'complete', error: null });
  expect(typesOf(told).filter((type) => type === 'trial-ended')).toHaveLength(4);
  expect(new Set(typesOf(told))).toEqual(new Set(['started', 'fault', 'trial-ended', 'ended']));
  expect(told.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq).toSorted((a, b) => a - b));
  // The end is told when the result is kept.
  expect(await client.call('history.get', { id: run })).toMatchObject({
    id: run,
    status: 'complete',
    expectations: [{ met: true }],
  });
  expect(await client.call('history.page', everything)).toMatchObject({
    total: 1,
    entries: [{ id: run, status: 'complete', trials: 4, plannedTrials: 4, detectors: 2, faults: 2 }],
  });
  expect(lines).toEqual([]);
});

test('whoever comes later is told the same, and whoever comes back only the rest', async () => {
  const { client, opened } = await openRig();
  const { run } = await client.call('run.start', small);
  const [live, alsoLive] = await Promise.all([milestones(client, run), milestones(view(opened), run)]);
  expect(alsoLive).toEqual(live);
  expect(await milestones(client, run)).toEqual(live);
  expect(await milestones(client, run, live[4]?.seq)).toEqual(live.slice(5));
  expect(await milestones(client, run, live.at(-1)?.seq)).toEqual([]);
});

test('of one trial everything is told', async () => {
  const { client } = await openRig();
  const { run } = await client.call('run.start', small);
  await milestones(client, run);
  const told = await client.call('trial.events', { run, trial: 2 });
  expect(typesOf(told)).toEqual(expect.arrayContaining(['linked', 'input', 'fault', 'trial-ended']));
  expect(told.every(({ event }) => 'trial' in event && event.trial === 2)).toBe(true);
  expect(await client.call('trial.events', { run, trial: 99 })).toEqual([]);
});

test('a second experiment at once is refused and told which one runs; a cancelled one keeps what was measured', async () => {
  const { client } = await openRig();
  const { run } = await client.call('run.start', {
    ...small,
    deadlineMs: 60_000,
    faults: [{ kind: 'rst' }, { kind: 'freeze' }],
  });
  expect(await failureOf(client.call('run.start', small))).toMatchObject({ code: 'run-under-way', given: run });
  await until(client, run, 'trial-ended');
  await client.call('run.cancel', { run });
  expect(await client.call('history.get', { id: run })).toMatchObject({ status: 'cancelled' });
  const told = await milestones(client, run);
  expect(told.at(-1)?.event).toMatchObject({ type: 'ended', status: 'cancelled' });
  const page = await client.call('history.page', everything);
  expect(page.entries).toMatchObject([{ status: 'cancelled' }]);
  expect(page.entries[0]?.trials).toBe(typesOf(told).filter((type) => type === 'trial-ended').length);
  expect(await client.call('run.cancel', { run })).toBeNull();
  const next = await client.call('run.start', small);
  await client.call('run.cancel', next);
});

test('a program that ends saves what it was measuring', async () => {
  const { client, opened, historyPath } = await openRig();
  const { run } = await client.call('run.start', { ...small, deadlineMs: 60_000 });
  await until(client, run, 'trial-ended');
  const following = milestones(client, run).catch((error: unknown) => error);
  await Promise.all([opened.close(), opened.close()]);
  await following;
  expect(await failureOf(client.call('history.get', { id: run }))).toMatchObject({ code: 'host-closed' });
  const history = openHistory(historyPath);
  expect(history.get(run)).toMatchObject({ status: 'cancelled' });
  expect(history.list()[0]?.trials).toBeGreaterThan(0);
  history.close();
});

describe('what is not run', () => {
  test('a plan that breaks the rules of files, with every field', async () => {
    const { client } = await openRig();
    const wrong = { ...small, repeats: maxTrials, name: '' };
    const failure = await failureOf(client.call('run.start', wrong));
    expect(failure).toMatchObject({ code: 'plan-invalid', fault: 'input' });
    expect(failure).toMatchObject({ message: expect.stringMatching(/repeats[^]*name|name[^]*repeats/) });
    expect(await client.call('history.page', everything)).toMatchObject({ all: 0 });
  });

  test('what this machine cannot do, with every reason and remedy, each once', () => {
    const able = {
      faultInjector: { can: () => ({ no: 'no helper', fix: 'Build it.' }) },
      transport: { can: ({ kind }: { kind: string }) => kind === 'eof' || { no: 'no TCP_INFO' } },
    } as unknown as Parameters<typeof refusalsOf>[1];
    expect(refusalsOf({ ...small, faults: [{ kind: 'rst' }, { kind: 'rst' }] }, able)).toEqual([
      { what: 'fault rst', no: 'no helper', fix: 'Build it.' },
      { what: 'detector heartbeat', no: 'no TCP_INFO' },
    ]);
    expect(() => refuseWhatCannotRun(small, able)).toThrow(/rst: no helper.*kill: no helper.*heartbeat: no TCP_INFO/);
  });

  test('what nobody knows', async () => {
    const { client } = await openRig();
    const unknown = { code: 'experiment-not-found', given: 'zz' };
    expect(await failureOf(client.call('run.cancel', { run: 'zz' }))).toMatchObject(unknown);
    expect(await failureOf(client.call('trial.events', { run: 'zz', trial: 0 }))).toMatchObject(unknown);
    expect(await failureOf(milestones(client, 'zz'))).toMatchObject(unknown);
  });
});

test('a run whose peers cannot be started says so, and keeps nobody from the next', async () => {
  const { client, lines } = await openRig({ startPeer: () => Promise.reject(new Error('no processes left')) });
  const { run } = await client.call('run.start', small);
  const told = await milestones(client, run);
  expect(told.at(-1)?.event).toMatchObject({ status: 'partial', error: expect.stringContaining('no processes left') });
  expect(await client.call('history.get', { id: run })).toMatchObject({ status: 'partial' });
  expect(lines.join('\n')).toContain('no processes left');
  await milestones(client, (await client.call('run.start', small)).run);
});

describe('a run of another program', () => {
  test('is followed as our own, seen in the list, and cancelled only there', async () => {
    const { client, historyPath } = await openRig();
    const cli = halfopen('run', 'quick', '--db', historyPath, '--no-report');
    let run = '';
    for await (const { revision } of client.feed('history.changes', null)) {
      const { entries } = await client.call('history.page', everything);
      run = entries[0]?.id ?? '';
      if (run === '') continue;
      expect(revision).toBeGreaterThan(0);
      break;
    }
    expect(await failureOf(client.call('run.cancel', { run }))).toMatchObject({ code: 'run-elsewhere' });
    expect(await failureOf(client.call('history.delete', { ids: [run] }))).toMatchObject({
      code: 'experiment-running',
    });
    const told = await milestones(client, run);
    expect(await cli.exit).toBe(0);
    expect(typesOf(told).filter((type) => type === 'trial-ended')).toHaveLength(16);
    expect(await client.call('history.get', { id: run })).toMatchObject({ status: 'complete' });
  });

  test('that broke off ends with what was recorded', async () => {
    const { client, historyPath } = await openRig();
    const other = openHistory(historyPath);
    onTestFinished(() => other.close());
    const recorder = other.recorder('a');
    recorder.append([started('a'), ended('a', 0, 10)]);
    recorder.close();
    const following = milestones(client, 'a');
    await until(client, 'a', 'trial-ended');
    other.conclude('a');
    expect(typesOf(await following)).toEqual(['started', 'trial-ended']);
  });

  test('that died between its end and its result ends all the same', async () => {
    const { client, historyPath } = await openRig();
    const other = openHistory(historyPath);
    onTestFinished(() => other.close());
    const recorder = other.recorder('a');
    recorder.append([started('a'), ended('a', 0, 10), finished('a')]);
    recorder.close();
    expect(typesOf(await milestones(client, 'a'))).toEqual(['started', 'trial-ended', 'ended']);
  });
});

test('long records come in pieces that a view can swallow', async () => {
  const { client, historyPath } = await openRig();
  const other = openHistory(historyPath);
  onTestFinished(() => other.close());
  const recorder = other.recorder('a');
  recorder.append([
    started('a'),
    ...Array.from({ length: 999 }, (_, trial) => ended('a', trial, trial)),
    finished('a'),
  ]);
  recorder.close();
  other.conclude('a');
  const sizes: number[] = [];
  for await (const batch of client.feed('run.milestones', { run: 'a', afterSeq: 0 })) sizes.push(batch.length);
  expect(sizes).toEqual([500, 500, 1]);
});

test('a history that takes nothing is said before anything is run', async () => {
  const folder = temporaryFolder();
  const opened = await createHost({ historyPath: `${folder}/history.db`, log: () => {} });
  onTestFinished(() => opened.close());
  const client = view(opened);
  const release = hold(`${folder}/history.db`);
  expect(await failureOf(client.call('run.start', small))).toMatchObject({ code: 'history-locked', fault: 'machine' });
  release();
  expect(await client.call('history.page', everything)).toMatchObject({ all: 0 });
});

test('what the history does not take while it is measured is said, kept in a file, and taken in later', async () => {
  const { client, historyPath } = await openRig();
  const { run } = await client.call('run.start', small);
  const following = failureOf(milestones(client, run));
  const release = hold(historyPath);
  const failure = await following;
  release();
  expect(failure).toMatchObject({
    code: 'run-not-saved',
    given: run,
    errno: 'SQLITE_BUSY',
    hint: expect.stringContaining('.rescued.jsonl'),
  });
  const [file = ''] = /\S+\.rescued\.jsonl/.exec((failure as ErrorDetail).hint ?? '') ?? [];
  const later = await openRig({ historyPath });
  expect(later.lines).toEqual([expect.stringContaining(`${file} has measurements`)]);
  const contents = readFileSync(file, 'utf8');
  expect(await client.call('history.import', { name: file, text: contents })).toMatchObject({ ids: [run] });
  expect(await client.call('history.get', { id: run })).toMatchObject({ status: 'complete' });
  const told = await milestones(client, run);
  expect(typesOf(told).filter((type) => type === 'trial-ended')).toHaveLength(4);
});
