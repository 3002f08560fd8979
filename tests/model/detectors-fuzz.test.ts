import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Input } from '#model/detector.ts';
import { detectorOf, detectorParts } from '#model/detectors/index.ts';
import { nsOfMs } from '#model/time.ts';

const detectors = detectorParts.map(({ example }) => example);
const channel = fc.constantFrom('main' as const, 'heartbeat' as const);
const content = fc.oneof(
  fc.record({ kind: fc.constantFrom('ping' as const, 'pong' as const), sequence: fc.option(fc.nat(20)) }),
  fc.record({ kind: fc.constantFrom('data' as const, 'urgent' as const) }),
);
const info = fc.record({
  state: fc.constantFrom('ESTABLISHED', 'CLOSE-WAIT', 'CLOSED', 'FIN-WAIT-2'),
  rtoMs: fc.nat(1000),
  rttMs: fc.nat(100),
  unacked: fc.nat(3),
  notsentBytes: fc.nat(3),
  probes: fc.nat(3),
  backoff: fc.nat(3),
  retransmits: fc.nat(3),
  lastDataSentMs: fc.nat(9000),
  lastDataReceivedMs: fc.nat(9000),
  lastAckReceivedMs: fc.nat(9000),
  sendWindowBytes: fc.option(fc.nat(3)),
  segmentsOut: fc.constant(null),
  segmentsIn: fc.constant(null),
});
type Unstamped<I> = I extends unknown ? Omit<I, 'at'> : never;
const happening: fc.Arbitrary<Unstamped<Input>> = fc.oneof(
  fc.record({ type: fc.constant('connected' as const) }),
  fc.record({ type: fc.constantFrom('received' as const, 'sent' as const), channel, bytes: fc.nat(2000), content }),
  fc.record({
    type: fc.constant('woke' as const),
    timer: fc.constantFrom('beat', 'poll', 'write', 'urgent', 'deadline', 'ping'),
  }),
  fc.record({ type: fc.constant('info' as const), info }),
  fc.record({ type: fc.constant('eof' as const), channel }),
  fc.record({
    type: fc.constant('failed' as const),
    channel,
    errno: fc.constant('ETIMEDOUT'),
    syscall: fc.constant('read'),
  }),
);

test.each(detectors.map((settings) => [settings.kind, settings] as const))(
  '%s survives any inputs, pronounces one final verdict at most, never asks for the past, never leaves its table',
  (_kind, settings) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5000), happening), { maxLength: 60 }), (inputs) => {
        const machine = detectorOf(settings);
        let step = machine.start(nsOfMs(0));
        let atMs = 0;
        let finals = 0;
        for (const [gapMs, input] of inputs) {
          atMs += gapMs;
          const wasFinal = finals > 0;
          step = machine.on(step.state, { ...input, at: nsOfMs(atMs) });
          if (wasFinal) expect(step.wants).toEqual([]);
          for (const want of step.wants) {
            if (want.type === 'wake') expect(want.at).toBeGreaterThan(nsOfMs(atMs));
            if (want.type === 'verdict')
              finals += Number(want.verdict.kind === 'dead' || want.verdict.kind === 'closed');
          }
          expect(Object.keys(machine.table)).toContain(step.state.phase);
        }
        expect(finals).toBeLessThanOrEqual(1);
      }),
    );
  },
);
