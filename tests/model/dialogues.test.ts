import { describe, expect, test } from 'vitest';
import type { TcpInfo } from '#model/tcp-info.ts';
import { dialogue, received } from './dialogue.ts';
import type { Told } from './dialogue.ts';

const healthy: TcpInfo = {
  state: 'ESTABLISHED',
  rtoMs: 204,
  rttMs: 0,
  unacked: 0,
  notsentBytes: 0,
  probes: 0,
  backoff: 0,
  retransmits: 0,
  lastDataSentMs: 0,
  lastDataReceivedMs: 0,
  lastAckReceivedMs: 0,
  sendWindowBytes: 65_535,
  segmentsOut: null,
  segmentsIn: null,
};
const info = (atS: number, changes: Partial<TcpInfo>): Told => [
  atS,
  { type: 'info', info: { ...healthy, ...changes } },
];
const timedOut = { type: 'failed', channel: 'main', errno: 'ETIMEDOUT', syscall: 'read' } as const;
const eof = { type: 'eof', channel: 'main' } as const;

describe('receive-deadline', () => {
  const settings = { kind: 'receive-deadline', everyMs: 10_000, slackMs: 5000 } as const;

  test('nothing for a period and the slack is death', () => {
    expect(dialogue(settings, [])).toEqual(['0 s >> connected', '15 s >> woke', '  << dead: deadline passed']);
  });

  test('whatever is received moves the deadline', () => {
    const told = [
      [9, received({ kind: 'ping', sequence: 0 })],
      [23.9, received({ kind: 'data' })],
    ] as const;
    expect(dialogue(settings, told)).toEqual([
      '0 s >> connected',
      '9 s >> ping 0',
      '23.9 s >> data',
      '38.9 s >> woke',
      '  << dead: deadline passed',
    ]);
  });
});

describe('detectors that only read', () => {
  test.each([
    ['eof', { kind: 'eof' }],
    ['keepalive', { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 }],
    ['user-timeout', { kind: 'user-timeout', timeoutMs: 3000 }],
  ] as const)('%s wants nothing, and believes EOF and errno', (_kind, settings) => {
    expect(dialogue(settings, [[4, timedOut]])).toEqual([
      '0 s >> connected',
      '4 s >> ETIMEDOUT on main',
      '  << dead: read failed (ETIMEDOUT)',
    ]);
    expect(dialogue(settings, [[4, eof]]).at(-1)).toBe('  << closed: eof');
  });
});

describe('write-probe', () => {
  const settings = { kind: 'write-probe', intervalMs: 1000 } as const;

  test('writes on, EOF or not, until an error', () => {
    const refused = { ...timedOut, errno: 'EPIPE', syscall: 'write' } as const;
    expect(
      dialogue(settings, [
        [0.5, eof],
        [2.1, refused],
      ]),
    ).toEqual([
      '0 s >> connected',
      '0.5 s >> EOF on main',
      '1 s >> woke',
      '  << write',
      '2 s >> woke',
      '  << write',
      '2.1 s >> EPIPE on main',
      '  << dead: write failed (EPIPE)',
    ]);
  });

  test('who was stopped for a minute writes once, not sixty times', () => {
    expect(dialogue(settings, [], 62, [1.5, 61]).slice(-4)).toEqual([
      '61 s >> woke',
      '  << write',
      '62 s >> woke',
      '  << write',
    ]);
  });
});

describe('tcp-info', () => {
  const state = { kind: 'tcp-info', rule: 'state', everyMs: 1000 } as const;
  const unacked = { kind: 'tcp-info', rule: 'unacked', everyMs: 1000, silenceMs: 3000 } as const;
  const said = (told: Told): string | undefined => dialogue(unacked, [told], 1.6).at(-1);

  test('looks again and again, and sees the FIN in the state', () => {
    expect(dialogue(state, [info(1, {}), info(2, { state: 'CLOSE-WAIT' })])).toEqual([
      '0 s >> connected',
      '1 s >> ESTABLISHED, 0 unacked, last ACK 0 ms ago',
      '1 s >> woke',
      '  << inspect',
      '2 s >> CLOSE-WAIT, 0 unacked, last ACK 0 ms ago',
      '  << closed: eof',
    ]);
  });

  test('believes numbers only: EOF and errno are for who reads', () => {
    const told = [
      [0.1, eof],
      [0.2, timedOut],
    ] as const;
    expect(dialogue(state, told, 0.9).filter((line) => line.includes('<<'))).toEqual([]);
  });

  test.each([
    ['data in flight', { unacked: 1 }],
    ['data that never left this host', { notsentBytes: 1 }],
    ['probes without an answer', { probes: 1 }],
  ])('%s and no acknowledgement for the silence is death', (_what, outstanding) => {
    expect(said(info(1.5, { ...outstanding, lastAckReceivedMs: 3000 }))).toBe(
      '  << dead: no acknowledgement for 3000 ms',
    );
    expect(said(info(1.5, { ...outstanding, lastAckReceivedMs: 2999 }))).not.toContain('<< dead');
  });

  test.each([
    ['nothing is outstanding', { lastAckReceivedMs: 60_000 }],
    ['the peer has closed its window', { unacked: 1, lastAckReceivedMs: 60_000, sendWindowBytes: 0 }],
  ])('silence says nothing when %s', (_what, changes) => {
    expect(said(info(1.5, changes))).not.toContain('<< dead');
  });

  test('a kernel that does not tell the window is no excuse', () => {
    expect(said(info(1.5, { unacked: 1, lastAckReceivedMs: 3000, sendWindowBytes: null }))).toContain('<< dead');
  });

  test('a socket that is gone is dead under either rule', () => {
    for (const settings of [state, unacked])
      expect(dialogue(settings, [info(0.5, { state: 'CLOSED' })]).at(-1)).toBe('  << dead: state CLOSED');
  });
});

describe('oob', () => {
  const settings = { kind: 'oob', intervalMs: 2000, silenceMs: 3000, everyMs: 1000 } as const;

  test('sends urgent bytes on one schedule and looks on another', () => {
    expect(dialogue(settings, [info(4.5, { unacked: 1, lastAckReceivedMs: 3100 })])).toEqual([
      '0 s >> connected',
      '1 s >> woke',
      '  << inspect',
      '2 s >> woke',
      '  << urgent',
      '2 s >> woke',
      '  << inspect',
      '3 s >> woke',
      '  << inspect',
      '4 s >> woke',
      '  << urgent',
      '4 s >> woke',
      '  << inspect',
      '4.5 s >> ESTABLISHED, 1 unacked, last ACK 3100 ms ago',
      '  << dead: no acknowledgement for 3100 ms',
    ]);
  });

  test('reads as well', () => {
    expect(dialogue(settings, [[0.5, eof]]).at(-1)).toBe('  << closed: eof');
    expect(dialogue(settings, [[0.5, timedOut]]).at(-1)).toBe('  << dead: read failed (ETIMEDOUT)');
  });
});
