import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxInputsPerSecond, RecordingRateLimiter } from '#engine/live/recording-rate-limiter.ts';
import type { LiveEvent } from '#model/live/live.ts';
import { nsOfMs } from '#model/time.ts';
import { story, told } from '../model/live-story.ts';

const beat = (atMs: number, session: number, type: 'sent' | 'received'): LiveEvent =>
  told(
    atMs,
    {
      type: 'input',
      input: {
        type,
        at: nsOfMs(atMs),
        channel: 'main',
        bytes: 1028,
        content: { kind: type === 'sent' ? 'ping' : 'pong', sequence: 0 },
      },
    },
    session,
  );

function limited(watched: readonly number[] = []) {
  const kept: LiveEvent[] = [];
  const limiter = new RecordingRateLimiter(
    nsOfMs(0),
    (event) => kept.push(event),
    (session) => watched.includes(session),
  );
  return { limiter, kept };
}

/** Every session beats once a second, spread over it. */
function run(limiter: RecordingRateLimiter, sessions: number, seconds: number): void {
  const tickMs = 250;
  for (let at = 0; at < seconds * 1000; at += tickMs) {
    for (let session = 1; session <= sessions; session++) {
      const phase = (session * 7919) % 1000;
      const inSecond = at % 1000;
      if (phase < inSecond || phase >= inSecond + tickMs) continue;
      limiter.take(beat(at, session, 'sent'));
      limiter.take(beat(at, session, 'received'));
    }
    limiter.tick(nsOfMs(at + tickMs));
  }
}

const total = (events: readonly LiveEvent[], what: 'sent' | 'received'): number =>
  events.reduce((sum, event) => {
    if (event.type === 'beats') return sum + event[what];
    return sum + Number(event.type === 'input' && event.input.type === what);
  }, 0);

test('few sessions are told beat by beat', () => {
  const { limiter, kept } = limited();
  run(limiter, 100, 5);
  expect(kept).toHaveLength(2 * 100 * 5);
  expect(kept.every(({ type }) => type === 'input')).toBe(true);
});

test('of many sessions beats are counted, and no beat is lost', () => {
  const { limiter, kept } = limited();
  run(limiter, 10_000, 12);
  for (let session = 1; session <= 10_000; session++) limiter.flush(session, nsOfMs(12_000));
  expect(limiter.counting).toBe(true);
  expect(total(kept, 'sent')).toBe(10_000 * 12);
  expect(total(kept, 'received')).toBe(10_000 * 12);
  const perSecond = Map.groupBy(kept.slice(0, -10_000), ({ at }) => Math.floor(at / 1e9));
  for (const events of [...perSecond.values()].slice(1))
    expect(events.length).toBeLessThanOrEqual(2 * maxInputsPerSecond);
});

test('a watched session is told beat by beat however many there are', () => {
  const { limiter, kept } = limited([7]);
  run(limiter, 10_000, 4);
  const ofWatched = kept.filter(({ session }) => session === 7);
  expect(ofWatched).toHaveLength(8);
  expect(ofWatched.every(({ type }) => type === 'input')).toBe(true);
});

test('single beats come back when there are few sessions again', () => {
  const { limiter, kept } = limited();
  run(limiter, 10_000, 3);
  expect(limiter.counting).toBe(true);
  limiter.tick(nsOfMs(4100));
  limiter.tick(nsOfMs(5200));
  expect(limiter.counting).toBe(false);
  kept.length = 0;
  limiter.take(beat(5300, 20_000, 'sent'));
  expect(kept.map(({ type }) => type)).toEqual(['input']);
});

test('what decides is always told, after what was counted before it, and instants never go back in a session', () => {
  const decisive = story.filter(({ type }) => type !== 'input');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(400)), { maxLength: 30 }), (steps) => {
      const { limiter, kept } = limited();
      for (let i = 0; i <= maxInputsPerSecond; i++) limiter.take(beat(0, 9, 'received'));
      let at = 0;
      const given: LiveEvent[] = [];
      for (const [what, gap] of steps) {
        at += gap;
        if (what === 3) limiter.tick(nsOfMs(at));
        else if (what === 2) {
          const event = { ...(decisive[given.length % decisive.length] as LiveEvent), at: nsOfMs(at) };
          given.push(event);
          limiter.take(event);
        } else limiter.take(beat(at, 1, what === 0 ? 'sent' : 'received'));
      }
      const mine = kept.filter(({ session }) => session === 1);
      expect(mine.filter(({ type }) => type !== 'beats' && type !== 'input')).toEqual(given);
      expect(mine.map((event) => event.at)).toEqual(mine.map((event) => event.at).toSorted((a, b) => a - b));
    }),
  );
});
