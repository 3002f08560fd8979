import { expect, test } from 'vitest';
import { wireCost, wireFacts } from '#model/packet/wire.ts';
import type { WirePacket } from '#model/packet/wire.ts';
import { nsOfMs } from '#model/time.ts';

const packet = (atMs: number, way: 'out' | 'in', role: WirePacket['role'], bytes = 52): WirePacket => ({
  at: nsOfMs(atMs),
  isOutgoing: way === 'out',
  role,
  bytes,
});

const trial = [
  packet(0, 'out', 'handshake', 60),
  packet(0.1, 'in', 'handshake', 60),
  packet(0.2, 'out', 'acknowledgement'),
  packet(1000, 'out', 'keepalive-probe'),
  packet(1000.1, 'in', 'keepalive-answer'),
  packet(2000, 'out', 'keepalive-probe'),
  packet(2500, 'in', 'icmp-error', 80),
  packet(3000, 'out', 'reset', 40),
];

test('the reset that our kernel sends shows when it had decided', () => {
  const began = { from: nsOfMs(1500), to: nsOfMs(1501) };
  expect(wireFacts(trial, began)).toEqual({
    packets: 8,
    probes: 2,
    answers: 1,
    retransmissions: 0,
    icmpErrors: 1,
    decidedMs: 1500,
  });
});

test('a reset before the fault, a FIN of our own, or no fault at all decide nothing', () => {
  expect(wireFacts(trial, { from: nsOfMs(3500), to: nsOfMs(3501) }).decidedMs).toBeNull();
  expect(wireFacts(trial, null).decidedMs).toBeNull();
  const closing = [packet(10, 'out', 'fin'), packet(20, 'in', 'fin')];
  expect(wireFacts(closing, { from: nsOfMs(5), to: nsOfMs(5) }).decidedMs).toBe(15);
});

test('the cost is what went over the wire in between, both ways', () => {
  expect(wireCost(trial, nsOfMs(0.2), nsOfMs(1500))).toEqual({ packets: 2, bytes: 104 });
  expect(wireCost(trial, nsOfMs(1500), nsOfMs(1500))).toEqual({ packets: 0, bytes: 0 });
});
