import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import type { GivenOf } from '#contract/wire/host.ts';
import { qualityOf } from '#model/replay/quality.ts';
import { replay } from '#model/replay/replay.ts';
import { openHistory } from '#recorder';
import { beat, ended, finished, heard, started, struck } from '../recorder/story.ts';
import { failureOf, milestones, openRig, temporaryFolder } from './rig.ts';

test('a run that was recorded tells when heartbeats arrived, and a replay of them agrees with what was measured', async () => {
  const { client } = await openRig();
  const { plan } = parsePlan(
    `version: 1
deadline: 2s
repeats: 1
detectors: [{ kind: eof }, { kind: phi-accrual, interval: 50ms, threshold: 8, minDeviation: 20ms }]
faults: [{ kind: freeze }]
`,
    { name: 'beats' },
  );
  const { run } = await client.call('run.start', plan as GivenOf<'run.start'>);
  await milestones(client, run);
  const { trials: traces } = await client.call('trace.list', { run });
  expect(traces).toMatchObject([
    { trial: 1, repeat: 0, detector: 'phi-accrual 50ms phi 8', fault: 'freeze', traffic: 'idle' },
  ]);
  const trace = await client.call('trace.get', { run, trial: 1 });
  expect(trace.arrivalsMs).toHaveLength(traces[0]?.arrivals ?? -1);
  const detector = plan.detectors[1];
  const measured = (await client.call('history.get', { id: run })).cells[1]?.trials[0];
  if (detector === undefined || measured === undefined) throw new Error('the run has two cells');
  // The kernel's clock and ours are one; timers are late by a loop or two.
  expect(qualityOf(trace, replay(trace, detector)).detectionMs).toBeCloseTo(measured.detectionMs ?? 0, -2);
}, 20_000);

function recorded(): string {
  const historyPath = join(temporaryFolder(), 'history.db');
  const history = openHistory(historyPath);
  const recorder = history.recorder('a');
  recorder.append([
    started('a'),
    heard('a', 0, 1),
    ...[100, 200, 300].map((atMs) => beat('a', 0, atMs)),
    beat('a', 1, 5),
    ...[10, 30].map((atMs) => beat('a', 2, atMs)),
    struck('a', 0, 350),
    ended('a', 0, 400),
    finished('a'),
  ]);
  recorder.close();
  history.conclude('a');
  history.close();
  return historyPath;
}

test('trials that heard nothing, or once, have no trace; times count from the first heartbeat', async () => {
  const { client } = await openRig({ historyPath: recorded() });
  const { trials: traces } = await client.call('trace.list', { run: 'a' });
  expect(traces.map(({ trial, arrivals }) => [trial, arrivals])).toEqual([
    [0, 3],
    [2, 2],
  ]);
  expect(await client.call('trace.get', { run: 'a', trial: 0 })).toEqual({
    run: 'a',
    trial: 0,
    arrivalsMs: [0, 100, 200],
    diedAtMs: 250,
  });
  expect(await client.call('trace.get', { run: 'a', trial: 2 })).toEqual({
    run: 'a',
    trial: 2,
    arrivalsMs: [0, 20],
    diedAtMs: null,
  });
});

test('what is not there is said', async () => {
  const { client } = await openRig({ historyPath: recorded() });
  expect(await failureOf(client.call('trace.get', { run: 'a', trial: 1 }))).toMatchObject({ code: 'no-trace' });
  expect(await failureOf(client.call('trace.get', { run: 'a', trial: 99 }))).toMatchObject({ code: 'no-trace' });
  for (const call of ['trace.list', 'trace.get'] as const)
    expect(await failureOf(client.call(call, { run: 'zz', trial: 0 }))).toMatchObject({
      code: 'experiment-not-found',
    });
});
