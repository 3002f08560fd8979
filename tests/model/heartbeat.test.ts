import { expect, test } from 'vitest';
import type { Content, Input } from '#model/detector.ts';
import { detectorOf } from '#model/detectors/index.ts';
import type { HeartbeatSettings } from '#model/settings.ts';
import { nsOfMs } from '#model/time.ts';

const classic: HeartbeatSettings = {
  kind: 'heartbeat',
  idleMs: 10_000,
  intervalMs: 3000,
  tries: 3,
  from: 'client',
  frame: 'classic',
};

/** The whole dialogue: `>>` what the machine was told, `<<` what it wanted. It is woken when it asked to be. */
function dialogue(settings: HeartbeatSettings, told: readonly (readonly [s: number, content: Content])[], untilS = 60) {
  const machine = detectorOf(settings);
  const lines: string[] = [];
  let wakeAt = Infinity;
  let step = machine.start(nsOfMs(0));
  const tell = (input: Input, words: string): void => {
    lines.push(`${input.at / 1e9} s >> ${words}`);
    step = machine.on(step.state, input);
    for (const want of step.wants)
      if (want.type === 'wake') wakeAt = want.at;
      else if (want.type === 'ping') lines.push(`  << PING ${want.sequence}`);
      else if (want.type === 'verdict') lines.push(`  << ${want.verdict.kind}: ${want.verdict.reason}`);
  };
  tell({ type: 'connected', at: nsOfMs(0) }, 'connected');
  const rest = [...told];
  for (;;) {
    const next = rest[0] === undefined ? Infinity : nsOfMs(rest[0][0] * 1000);
    const at = Math.min(next, wakeAt);
    if (at > untilS * 1e9 || step.state.phase === 'dead') return lines;
    if (next <= wakeAt) {
      const content = rest.shift()?.[1] ?? { kind: 'data' };
      const number = 'sequence' in content ? ` ${content.sequence ?? '(no number)'}` : '';
      tell({ type: 'received', at: nsOfMs(at / 1e6), channel: 'main', bytes: 1, content }, `${content.kind}${number}`);
    } else {
      wakeAt = Infinity;
      tell({ type: 'woke', at: nsOfMs(at / 1e6), timer: 'beat' }, 'woke');
    }
  }
}

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
  expect(dialogue(classic, [[14, { kind: 'pong', sequence: 1 }]], 25)).toEqual([
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
    [14, { kind: 'pong', sequence: 0 }],
    [17, { kind: 'pong', sequence: 1 }],
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
  expect(dialogue(classic, [[18.9, content]], 28)).not.toContain('  << dead: 3 heartbeats unanswered');
});

test('from the server: no PING is sent, and nothing heard for as long is death all the same', () => {
  const lines = dialogue({ ...classic, from: 'server' }, []);
  expect(lines.filter((line) => line.includes('PING'))).toEqual([]);
  expect(lines.slice(-2)).toEqual(['19 s >> woke', '  << dead: 3 heartbeats unanswered']);
});
