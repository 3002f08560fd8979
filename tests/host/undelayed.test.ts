/** What is asked of the history never stops the event loop that measures. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { busyTimeoutMs } from '../../main/recorder/file/busy-timeout.ts';
import { exportBundle, openHistory } from '#recorder';
import { hold } from '../recorder/hold.ts';
import { ended, finished, heard, started } from '../recorder/story.ts';
import { everything, failureOf, openRig, temporaryFolder } from './rig.ts';

interface Lag {
  readonly tookMs: number;
  /** The longest time between two turns of the event loop. */
  readonly longestMs: number;
}

async function lagDuring(work: () => Promise<unknown>): Promise<Lag> {
  let [longestMs, isOver] = [0, false];
  const began = performance.now();
  const over = work().finally(() => (isOver = true));
  for (let last = began; !isOver;) {
    await new Promise((resolve) => void setImmediate(resolve));
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }
  await over;
  return { tookMs: performance.now() - began, longestMs };
}

const past = { text: '', offset: 0, limit: 100 };

test('a change while another program holds the lock is refused after a while, and stops nothing meanwhile', async () => {
  const { client, historyPath } = await openRig();
  // What it does at its start is done.
  await client.call('preferences.set', {});
  const release = hold(historyPath);
  const lag = await lagDuring(async () => {
    const changing = failureOf(client.call('preferences.set', { keepDays: 3 }));
    // What only reads does not wait for the lock.
    expect(await client.call('session.past', past)).toMatchObject({ total: 0 });
    expect(await client.call('history.page', everything)).toMatchObject({ all: 0 });
    expect(await changing).toMatchObject({ code: 'history-locked' });
  });
  release();
  expect(lag.tookMs).toBeGreaterThanOrEqual(busyTimeoutMs);
  expect(lag.longestMs).toBeLessThan(lag.tookMs / 2);
});

test('an import of 20 MB and its export stop nothing either', async () => {
  const { client } = await openRig();
  const other = openHistory(join(temporaryFolder(), 'other.db'));
  const recorder = other.recorder('large');
  recorder.append([started('large')]);
  for (let trial = 0; trial < 1000; trial += 1) {
    recorder.append(Array.from({ length: 200 }, (_, index) => heard('large', trial, index)));
    recorder.append([ended('large', trial, 200)]);
  }
  recorder.append([finished('large')]);
  recorder.close();
  other.conclude('large');
  const text = exportBundle(other, ['large']);
  other.close();
  expect(text.length).toBeGreaterThan(20e6);

  const importing = await lagDuring(() => client.call('history.import', { name: 'large.halfopen', text }));
  expect(importing.longestMs).toBeLessThan(importing.tookMs / 2);
  const exporting = await lagDuring(() =>
    client.call('history.export', { id: 'large', format: 'bundle', language: 'en' }),
  );
  expect(exporting.longestMs).toBeLessThan(exporting.tookMs / 2);
});
