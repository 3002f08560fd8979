import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistory } from '#recorder';
import { temporaryFolder } from './folder.ts';

const child = new URL('./crash-child.ts', import.meta.url);

/** Starts a process that records, and resolves when it has told of `trials` finished ones. */
function recording(path: string, trials: number) {
  const running = fork(child, [path], { execArgv: [] });
  const last = { trial: -1 };
  const enough = new Promise<void>((resolve) => {
    running.on('message', (trial) => {
      last.trial = Number(trial);
      if (last.trial >= trials) resolve();
    });
  });
  const gone = new Promise((resolve) => void running.once('exit', resolve));
  return { running, last, enough, gone };
}

test('a process killed in mid-run has lost no finished trial, and its experiment becomes partial', async () => {
  const path = join(temporaryFolder(), 'history.db');
  const { running, last, enough, gone } = recording(path, 200);
  await enough;
  running.kill('SIGKILL');
  await gone;
  const history = openHistory(path);
  expect(history.list()).toMatchObject([{ id: 'crashed', status: 'partial' }]);
  const { status, cells } = history.get('crashed');
  expect(status).toBe('partial');
  expect(cells[0]?.stats.detected).toBeGreaterThanOrEqual(last.trial + 1);
  history.close();
});

test('an experiment that another process is still running is left alone, and both can write', async () => {
  const path = join(temporaryFolder(), 'history.db');
  const { running, enough, gone } = recording(path, 5);
  await enough;
  const history = openHistory(path);
  expect(history.list()).toMatchObject([{ id: 'crashed', status: 'running' }]);
  const recorder = history.recorder('mine');
  const { started, ended, finished } = await import('./story.ts');
  recorder.append([started('mine'), ended('mine', 0, 1), finished('mine')]);
  expect(recorder.trouble).toBeNull();
  expect(recorder.close()).toBeNull();
  history.conclude('mine');
  expect(
    history
      .list()
      .map(({ status }) => status)
      .toSorted((a, b) => a.localeCompare(b)),
  ).toEqual(['complete', 'running']);
  history.close();
  running.kill('SIGKILL');
  await gone;
});
