import { expect, test } from 'vitest';
import type { HeartbeatSettings } from '#model/detectors/heartbeat.ts';
import { dialogue, received } from './dialogue.ts';

const classic: HeartbeatSettings = {
  kind: 'heartbeat',
  idleMs: 10_000,
  intervalMs: 3000,
  tries: 3,
  from: 'client',
  frame: 'classic',
};

test('10 s, 3 s, 3 tries: a silent peer is dead 19 s after the last data', () => {
  expect(dialogue(classic, [])).toEqual([
    '0 s >> connected',
    '10 s >> woke',
    '  << PING 0',
    '13 s >> woke',
    '  << PING 1',
    '  << suspect: a heartbeat is unanswered',
    '16 s >> woke',
    '  << PING 2',
    '19 s >> woke',
    '  << dead: 3 heartbeats unanswered',
  ]);
});

test('a PONG in time takes the suspicion back and starts the silence anew', () => {
  expect(dialogue(classic, [[14, received({ kind: 'pong', sequence: 1 })]], 25)).toEqual([
    '0 s >> connected',
    '10 s >> woke',
    '  << PING 0',
    '13 s >> woke',
    '  << PING 1',
    '  << suspect: a heartbeat is unanswered',
    '14 s >> pong 1',
    '  << alive: heard again',
    '24 s >> woke',
    '  << PING 2',
  ]);
});

test('a PONG for an older PING is stale: it does not keep a slow peer alive', () => {
  const late = [
    [14, received({ kind: 'pong', sequence: 0 })],
    [17, received({ kind: 'pong', sequence: 1 })],
  ] as const;
  expect(dialogue(classic, late).slice(-4)).toEqual([
    '  << PING 2',
    '17 s >> pong 1',
    '19 s >> woke',
    '  << dead: 3 heartbeats unanswered',
  ]);
});

test.each([
  ['data of any kind', { kind: 'data' }],
  ['a PONG without a number, from a classic server', { kind: 'pong', sequence: null }],
  ['a PING of the peer', { kind: 'ping', sequence: 0 }],
] as const)('%s is a sign of life', (_what, content) => {
  expect(dialogue(classic, [[18.9, received(content)]], 28)).not.toContain('  << dead: 3 heartbeats unanswered');
});

test('from the server: no PING is sent, and nothing heard for as long is death all the same', () => {
  const lines = dialogue({ ...classic, from: 'server' }, []);
  expect(lines.filter((line) => line.includes('PING'))).toEqual([]);
  expect(lines.slice(-2)).toEqual(['19 s >> woke', '  << dead: 3 heartbeats unanswered']);
});

test('both: its own PING and the verdict as from the client, and a PING of the peer counts as life', () => {
  const settings = { ...classic, from: 'both' } as const;
  expect(dialogue(settings, []).slice(-2)).toEqual(['19 s >> woke', '  << dead: 3 heartbeats unanswered']);
  const beats = [10, 20, 30].map((s) => [s, received({ kind: 'ping', sequence: s })] as const);
  expect(dialogue(settings, beats, 31).filter((line) => line.includes('<<'))).toEqual([]);
});

test('on a connection of its own only what arrives there is life, and its failure is death', () => {
  const settings = { ...classic, kind: 'dedicated-heartbeat' } as const;
  const onMain = [9, 12, 15, 18].map((s) => [s, received({ kind: 'data' })] as const);
  expect(dialogue(settings, onMain).slice(-2)).toEqual(['19 s >> woke', '  << dead: 3 heartbeats unanswered']);
  const reset = { type: 'failed', channel: 'heartbeat', errno: 'ECONNRESET', syscall: 'read' } as const;
  expect(
    dialogue(settings, [
      [11, received({ kind: 'pong', sequence: 0 }, 'heartbeat')],
      [12, reset],
    ]),
  ).toEqual([
    '0 s >> connected',
    '10 s >> woke',
    '  << PING 0 on heartbeat',
    '11 s >> pong 0 on heartbeat',
    '12 s >> ECONNRESET on heartbeat',
    '  << dead: read failed (ECONNRESET)',
  ]);
});

test('on a connection of its own it still reads the one it speaks for', () => {
  const settings = { ...classic, kind: 'dedicated-heartbeat' } as const;
  expect(dialogue(settings, [[5, { type: 'eof', channel: 'main' }]]).at(-1)).toBe('  << closed: eof');
});

test('who was stopped for a minute gives every PING its time, instead of sending them all at once', () => {
  expect(dialogue(classic, [], 100, [11, 71])).toEqual([
    '0 s >> connected',
    '10 s >> woke',
    '  << PING 0',
    '71 s >> woke',
    '  << PING 1',
    '  << suspect: a heartbeat is unanswered',
    '74 s >> woke',
    '  << PING 2',
    '77 s >> woke',
    '  << dead: 3 heartbeats unanswered',
  ]);
});

const wrote = { type: 'sent', channel: 'main', bytes: 1028, content: { kind: 'data' } } as const;
const everyFiveSeconds = (until: number) =>
  Array.from({ length: until / 5 - 1 }, (_, n) => [5 * (n + 1), wrote] as const);

test('whatever this end writes puts no PING off, unless traffic of both ends is taken for activity', () => {
  expect(dialogue(classic, everyFiveSeconds(30)).at(-1)).toBe('  << dead: 3 heartbeats unanswered');
  const starved = dialogue({ ...classic, activity: 'traffic' }, everyFiveSeconds(60), 60);
  expect(starved.filter((line) => line.startsWith('  <<'))).toEqual([]);
});

test('a PONG for an older PING keeps a slow peer alive when any byte received counts', () => {
  const late = [
    [14, received({ kind: 'pong', sequence: 0 })],
    [17, received({ kind: 'pong', sequence: 1 })],
  ] as const;
  expect(dialogue({ ...classic, activity: 'received' }, late, 26)).not.toContain('  << dead: 3 heartbeats unanswered');
});

test('writes on the data connection are no activity of a heartbeat on its own', () => {
  const lines = dialogue({ ...classic, kind: 'dedicated-heartbeat', activity: 'traffic' }, everyFiveSeconds(30));
  expect(lines.at(-1)).toBe('  << dead: 3 heartbeats unanswered');
});
