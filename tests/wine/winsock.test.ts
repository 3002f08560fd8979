/** The helper of Windows, every call of it, inside a real Node for Windows. */
import { beforeAll, expect } from 'vitest';
import type { Connection } from '#native';
import { requires } from '../precondition.ts';
import { prepared } from './windows-node.ts';
import { toldBy } from './windows.ts';

interface Told {
  readonly program: string;
  readonly version: string;
  readonly limits: object;
  readonly abilities: object;
  readonly v4: OnPair;
  readonly v6: OnPair;
  readonly clock: { readonly between: boolean; readonly wallOffByMs: number };
  readonly suspended: { readonly stopped: boolean; readonly whileStopped: number; readonly resumed: boolean };
  readonly [call: string]: unknown;
}

interface OnPair {
  readonly connections: readonly Connection[];
  readonly pid: number;
  readonly port: number;
  readonly clientPort: number;
  readonly [call: string]: unknown;
}

const { describe, test } = requires(prepared.missing ?? 'wine64', prepared.missing === undefined);
const no = (code: string) => ({ ok: false, failure: { code } });
const notHere = no('WSAEOPNOTSUPP');

describe('the helper of Windows', () => {
  let told: Told;
  beforeAll(async () => {
    told = await toldBy<Told>('every-call.ts');
  });

  test('says what this Windows has: wine has no TCP_KEEP* of its own, no user timeout, no SIO_TCP_INFO', () => {
    expect(told.limits).toMatchObject({
      idleMs: { min: 1, step: 1 },
      intervalMs: { min: 1, step: 1 },
      count: { min: 10, max: 10 },
      userTimeoutMs: null,
    });
    expect(told.abilities).toEqual({ tcpInfo: false, cutOff: false, queues: false, timers: false, connections: true });
  });

  for (const family of ['v4', 'v6'] as const) {
    test(`finds both SOCKETs of a connection (${family}), and none that is closed, foreign or malformed`, () => {
      const said = told[family];
      expect(said).toMatchObject({ found: true, bothEnds: true });
      expect([said['gone'], said['located'], said['foreign'], said['malformed'], said['scoped']]).toEqual([
        -1, -1, -1, -1, -1,
      ]);
      expect(said['afterClose']).toMatchObject(no('WSAENOTSOCK'));
      expect(said['notASocket']).toMatchObject(no('WSAENOTSOCK'));
    });

    test(`turns keepalive on with idle 5500 ms and interval 3000 ms, and off again (${family})`, () => {
      const said = told[family];
      expect(said['before']).toMatchObject({ ok: true, value: { keepalive: false, count: 10 } });
      // Accepted, and not readable: SIO_KEEPALIVE_VALS has no counterpart that reads.
      expect(said['set']).toMatchObject({ ok: true, value: { keepalive: true, idleMs: null, intervalMs: null } });
      expect(said['off']).toMatchObject({ ok: true, value: { keepalive: false } });
    });

    test(`refuses what this Windows cannot hold before it is asked (${family})`, () => {
      const said = told[family];
      expect(said['wrongCount']).toMatchObject({ refusal: { option: 'count', allowed: '10 and nothing else' } });
      expect(said['userTimeout']).toMatchObject({ refusal: { option: 'userTimeoutMs' } });
    });

    test(`sees bytes that wait, takes nothing, sends an urgent byte (${family})`, () => {
      const said = told[family];
      expect(said['quiet']).toMatchObject({ ok: true, value: { readableBytes: 0, eof: false, failed: false } });
      expect(said['waiting']).toMatchObject({ ok: true, value: { readableBytes: 4, failed: false } });
      expect(said['oob']).toMatchObject({ ok: true });
    });

    test(`answers with a name of Winsock what Windows cannot do (${family})`, () => {
      const { info, queues, cut } = told[family];
      for (const answer of [info, queues, cut]) expect(answer).toMatchObject(notHere);
    });

    test(`lists the connection and who listens (${family})`, () => {
      const { connections, port, clientPort } = told[family];
      const address = family === 'v4' ? '127.0.0.1' : '::1';
      expect(connections).toContainEqual(
        expect.objectContaining({ local: { address, port }, remote: null, state: 'LISTEN' }),
      );
      expect(connections).toContainEqual(
        expect.objectContaining({
          local: { address, port: clientPort },
          remote: { address, port },
          state: 'ESTABLISHED',
        }),
      );
    });
  }

  test('knows whose connections they are', () => {
    const { connections, pid, port } = told.v4;
    expect(connections.filter(({ local }) => local.port === port).map((row) => row.pid)).toContain(pid);
  });

  test('its clock is that of process.hrtime', () => {
    expect(told.clock.between).toBe(true);
    expect(told.clock.wallOffByMs).toBeLessThan(1000);
  });

  test('stops a process and lets it go on; refuses one that does not exist', () => {
    expect(told.suspended).toEqual({ stopped: true, whileStopped: 0, resumed: true });
    expect(told['refusedPid']).toMatchObject(no('WSAEINVAL'));
  });

  test('knows where Windows keeps its programs', () => {
    expect(told['systemFolder']).toEqual({ ok: true, value: expect.stringMatching(/^C:\\windows\\system32$/i) });
  });

  test('leaves network namespaces, dying with the parent and armed timers to Linux', () => {
    for (const call of ['netns', 'parent', 'diag']) expect(told[call]).toMatchObject(notHere);
  });

  test('loads into a program of another name, as Electron is', async () => {
    const renamed = await toldBy<Told>('every-call.ts', prepared.windows?.renamed);
    expect(renamed.program).toMatch(/electron-like\.exe$/);
    expect(renamed.v4).toMatchObject({ found: true, set: { ok: true } });
  });
});
