import { expect, test } from 'vitest';
import { rowsAtOnce, SessionTable } from '#engine/live/session-table.ts';
import { nsOfMs } from '#model/time.ts';
import { plan, story, told } from '../model/live-story.ts';

const openedAt = '2026-11-21T01:00:00.000Z';
function tableOf(sessions: number): SessionTable {
  const table = new SessionTable();
  for (let session = 1; session <= sessions; session++)
    table.fold(told(0, { type: 'opened', plan, openedAt }, session));
  return table;
}
const received = (session: number, atMs: number) =>
  told(
    atMs,
    {
      type: 'input',
      input: { type: 'received', at: nsOfMs(atMs), channel: 'main', bytes: 1, content: { kind: 'data' } },
    },
    session,
  );

test('a subscriber gets the whole table piece by piece, then only what changed', () => {
  const table = tableOf(rowsAtOnce + 10);
  const subscription = table.subscribe();
  expect(subscription.take()).toMatchObject({ rows: { length: rowsAtOnce }, more: 'beginning' });
  expect(subscription.take()).toMatchObject({ rows: { length: 10 }, more: null });
  expect(subscription.take()).toEqual({ rows: [], gone: [], more: null });
  table.fold(received(3, 5));
  table.fold(received(3, 6));
  expect(subscription.take().rows).toMatchObject([{ session: 3, heardAt: nsOfMs(6) }]);
});

test('what changed in kind comes before rows that only tick', () => {
  const table = tableOf(2 * rowsAtOnce);
  const subscription = table.subscribe();
  while (subscription.take().more !== null);
  for (let session = 1; session <= 2 * rowsAtOnce; session++) table.fold(received(session, 5));
  const last = 2 * rowsAtOnce;
  for (const event of story.slice(1, 3)) table.fold({ ...event, session: last });
  expect(subscription.take().rows[0]).toMatchObject({ session: last, state: 'watching' });
});

test('every subscriber has changes of its own, and a row that left is gone for all', () => {
  const table = tableOf(3);
  const [one, other] = [table.subscribe(), table.subscribe()];
  one.take();
  table.remove(2);
  table.unsubscribe(one);
  table.fold(received(3, 5));
  expect(one.take()).toEqual({ rows: [], gone: [2], more: null });
  expect(other.take()).toMatchObject({ rows: [{ session: 1 }, { session: 3, heardAt: nsOfMs(5) }], gone: [2] });
});

test('an event that changes nothing on the row is told to nobody', () => {
  const table = tableOf(1);
  const subscription = table.subscribe();
  subscription.take();
  table.fold(told(9, { type: 'input', input: { type: 'woke', at: nsOfMs(9), timer: 'beat' } }));
  expect(subscription.take().rows).toEqual([]);
});
