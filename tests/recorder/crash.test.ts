import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistory } from '#recorder';
import { temporaryFolder } from './folder.ts';
import { ended, finished, heard, started } from './story.ts';

const child = new URL('./crash-child.ts', import.meta.url);

interface Told {
  readonly trial: number;
  readonly atMs: number;
}

/** Starts a process that records, and resolves when it has told of that many trials. */
function recording(path: string, trials: number) {
  const running = fork(child, [path], { execArgv: [] });
  const told: Told[] = [];
  const enough = new Promise<void>((resolve) => {
    running.on('message', (message) => {
      told.push(message as Told);
      if (told.length >= trials) resolve();
    });
  });
  const gone = Promise.all([once(running, 'exit'), once(running, 'disconnect')]);
  return { running, told, enough, gone };
}

test('a process killed in mid-run has lost no finished trial and at most a second of the rest', async () => {
  const path = join(temporaryFolder(), 'history.db');
  const { running, told, enough, gone } = recording(path, 600);
  await enough;
  running.kill('SIGKILL');
  await gone;
  const history = openHistory(path);
  expect(history.list()).toMatchObject([{ id: 'crashed', status: 'partial', trials: 300, detected: 300 }]);
  expect(history.get('crashed')).toMatchObject({ status: 'partial', cells: [{ stats: { detected: 300 } }] });
  const lastRecorded = [...history.events('crashed')].at(-1)?.at ?? 0;
  expect((told.at(-1)?.atMs ?? Infinity) - lastRecorded / 1e6).toBeLessThan(1000);
  history.close();
});

test('a process killed while trials end has lost none that it told of', async () => {
  const path = join(temporaryFolder(), 'history.db');
  const { running, told, enough, gone } = recording(path, 100);
  await enough;
  running.kill('SIGKILL');
  await gone;
  const history = openHistory(path);
  const finishedOnes = Math.min(300, (told.at(-1)?.trial ?? Infinity) + 1);
  expect(history.list()[0]?.trials).toBeGreaterThanOrEqual(finishedOnes);
  expect(history.get('crashed').cells[0]?.stats.detected).toBeGreaterThanOrEqual(finishedOnes);
  history.close();
});

test('an experiment that another process is still running is left alone, and both can write', async () => {
  const path = join(temporaryFolder(), 'history.db');
  const { running, enough, gone } = recording(path, 5);
  await enough;
  const history = openHistory(path);
  expect(history.list()).toMatchObject([{ id: 'crashed', status: 'running' }]);
  const recorder = history.recorder('mine');
  recorder.append([started('mine'), ended('mine', 0, 1), finished('mine')]);
  expect(recorder.close()).toBeNull();
  history.conclude('mine');
  expect(new Map(history.list().map(({ id, status }) => [id, status]))).toEqual(
    new Map([
      ['mine', 'complete'],
      ['crashed', 'running'],
    ]),
  );
  history.close();
  running.kill('SIGKILL');
  await gone;
});

test('processes that record at the same time lose nothing and mix nothing up', async () => {
  const path = join(temporaryFolder(), 'history.db');
  const runs = ['aaa', 'bbb', 'ccc'];
  const trials = 400;
  const busy = new URL('./busy-child.ts', import.meta.url);
  const children = runs.map((run) => fork(busy, [path, run, String(trials)], { execArgv: [] }));
  await Promise.all(children.map((process) => once(process, 'message')));
  const answers = children.map((process) => once(process, 'message'));
  for (const process of children) process.send('now');
  const told = await Promise.all(answers);
  expect(told.map(([answer]) => answer as unknown)).toEqual(
    runs.map(() => ({ rescued: null, trouble: null, status: 'complete' })),
  );
  const history = openHistory(path);
  for (const run of runs) {
    const events = Array.from({ length: trials }, (_, trial) => [heard(run, trial, trial), ended(run, trial, trial)]);
    expect([...history.events(run)]).toEqual([started(run), ...events.flat(), finished(run)]);
  }
  const seqs = history.after(0, 10_000).map(({ seq }) => seq);
  expect(seqs).toHaveLength(runs.length * (2 * trials + 2));
  expect(new Set(seqs).size).toBe(seqs.length);
  expect(history.list().map((entry) => entry.trials)).toEqual(runs.map(() => trials));
  history.close();
});
