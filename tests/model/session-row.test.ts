import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession, isOver } from '#model/live/session-row.ts';
import { nsOfMs } from '#model/time.ts';
import { story, told } from './live-story.ts';

const fold = (events: readonly LiveEvent[]): SessionRow | null =>
  events.reduce<SessionRow | null>((row, event) => foldSession(row, event), null);

const ping = (at: number, sequence: number) =>
  told(at, {
    type: 'input',
    input: { type: 'sent', at: nsOfMs(at), channel: 'main', bytes: 1028, content: { kind: 'ping', sequence } },
  });
const pong = (at: number, sequence: number) =>
  told(at, {
    type: 'input',
    input: { type: 'received', at: nsOfMs(at), channel: 'main', bytes: 1028, content: { kind: 'pong', sequence } },
  });

test('a story from the connection to the verdict is one row', () => {
  expect(fold(story)).toMatchSnapshot();
});

test('a story without a beginning leaves no row', () => {
  expect(fold(story.slice(1))).toBeNull();
});

test('it is connected for us when its detector runs: before that no fault can be injected', () => {
  expect(fold(story.slice(0, 2))).toMatchObject({ state: 'connecting', remote: { port: 43_211 } });
  expect(fold(story.slice(0, 3))).toMatchObject({ state: 'watching' });
});

test('a PONG to an older PING than the last is no sign of life', () => {
  const row = fold([...story.slice(0, 2), ping(1000, 0), ping(2000, 1), pong(2100, 0)]);
  expect(row).toMatchObject({ unanswered: 2, heardAt: nsOfMs(10) });
  expect(foldSession(row, pong(2200, 1))).toMatchObject({ unanswered: 0, heardAt: nsOfMs(2200) });
});

test('heartbeats that were only counted make the same row as those told one by one', () => {
  const counted = [told(2000, { type: 'beats', sent: 2, received: 2, overMs: 2000 })];
  const single = [ping(1000, 0), pong(1001, 0), ping(1999, 1), pong(2000, 1)];
  expect(fold([...story.slice(0, 2), ...counted])).toEqual(fold([...story.slice(0, 2), ...single]));
});

test('a suspicion that is taken back leaves the session watched', () => {
  const suspect = told(3000, { type: 'want', want: { type: 'verdict', verdict: { kind: 'suspect', reason: 'late' } } });
  const alive = told(3100, { type: 'want', want: { type: 'verdict', verdict: { kind: 'alive', reason: 'heard' } } });
  expect(fold([...story.slice(0, 2), suspect])).toMatchObject({ state: 'suspect' });
  expect(fold([...story.slice(0, 2), suspect, alive])).toMatchObject({ state: 'watching' });
});

test('a fault that heals after the verdict is marked as over, and nothing else changes', () => {
  const ended = { from: nsOfMs(9000), to: nsOfMs(9001) };
  const before = fold(story);
  const after = foldSession(before, told(9000, { type: 'healed', fault: { kind: 'freeze' }, ended }));
  expect(after).toEqual({ ...before, struck: { ...before?.struck, ended } });
});

const verdict = fc.constantFrom(
  { kind: 'dead' as const, reason: 'x', errno: 'ETIMEDOUT' },
  { kind: 'closed' as const, reason: 'eof' as const, errno: null },
);
const [opened, linked] = story;
const at = fc.nat(10_000).map(nsOfMs);
const content = fc.record({ kind: fc.constantFrom('ping' as const, 'pong' as const), sequence: fc.option(fc.nat(9)) });
const anything: fc.Arbitrary<LiveEvent> = fc
  .tuple(
    at,
    fc.oneof(
      fc.constantFrom(...story),
      fc.tuple(at, fc.constantFrom('sent' as const, 'received' as const), content).map(([when, type, what]) =>
        told(0, {
          type: 'input',
          input: { type, at: when, channel: 'main', bytes: 1, content: what },
        }),
      ),
      fc
        .tuple(fc.nat(9), fc.nat(9))
        .map(([sent, received]) => told(0, { type: 'beats', sent, received, overMs: 1000 })),
      fc.tuple(at, at).map(([from, to]) => told(0, { type: 'healed', fault: { kind: 'freeze' }, ended: { from, to } })),
      verdict.map((final) =>
        told(0, { type: 'ended', how: 'verdict', verdict: final, verdictAt: nsOfMs(4), error: null }),
      ),
    ),
  )
  .map(([when, event]) => ({ ...event, at: when }));

test('any events in any order: no exception, final states stay final, time never goes back', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (events) => {
      let row: SessionRow | null = null;
      for (const event of [opened, linked, ...events]) {
        if (event === undefined) continue;
        const next: SessionRow | null = foldSession(row, event);
        if (row !== null && next !== null) {
          if (isOver(row.state)) expect({ ...next, struck: null }).toEqual({ ...row, struck: null });
          expect(next.heardAt ?? 0).toBeGreaterThanOrEqual(row.heardAt ?? 0);
          expect(next.endedAt ?? next.startedAt).toBeGreaterThanOrEqual(row.endedAt ?? row.startedAt);
          expect(next.heartbeatsSent).toBeGreaterThanOrEqual(row.heartbeatsSent);
          expect(next.unanswered).toBeLessThanOrEqual(next.heartbeatsSent);
        }
        row = next;
      }
    }),
  );
});
