import { expect, test } from 'vitest';
import { milestones, openRig, small } from './rig.ts';

test('an experiment is run, followed to its end, and kept', async () => {
  const { client } = openRig();
  const { run } = await client.call('run.start', small);
  const told = await milestones(client, run);
  expect(told[0]?.event).toMatchObject({ type: 'started', plan: { name: 'small' } });
  expect(told.at(-1)?.event).toMatchObject({ type: 'ended', status: 'complete', error: null });
  expect(told.filter(({ event }) => event.type === 'trial-ended')).toHaveLength(4);
  const result = await client.call('history.get', { id: run });
  expect(result).toMatchObject({ id: run, status: 'complete', expectations: [{ met: true }] });
  const page = await client.call('history.page', {
    text: '',
    filters: [],
    sort: { by: 'startedAt', descending: true },
    offset: 0,
    limit: 50,
  });
  expect(page).toMatchObject({
    total: 1,
    entries: [{ id: run, status: 'complete', trials: 4, plannedTrials: 4, detectors: 2, faults: 2 }],
  });
});
