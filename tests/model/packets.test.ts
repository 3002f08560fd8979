/** Packets by hand, and by chance: what they say, and what they are for. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classify, freshFlow } from '#model/packet/classify.ts';
import type { PacketRole } from '#model/packet/classify.ts';
import { decode } from '#model/packet/decode.ts';
import type { TcpPacket } from '#model/packet/decode.ts';
import { pcapng } from '#model/packet/pcapng.ts';

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** As a kernel sent it: a SYN-ACK from 198.19.5.2 port 7000. */
const synAck =
  '4500003c000040003f06a592c6130502c61205021b5883bcc9755690c83b586fa012fe8896580000020405b40402080af284f9d9c311f6420103030a';

describe('a packet', () => {
  test('of TCP says who, what and how much', () => {
    expect(decode({ bytes: bytesOf(synAck), length: 60 })).toEqual({
      kind: 'tcp',
      from: '198.19.5.2',
      to: '198.18.5.2',
      fromPort: 7000,
      toPort: 33_724,
      sequence: 0xc9755690,
      acknowledged: 0xc83b586f,
      flags: { fin: false, syn: true, rst: false, ack: true, urg: false },
      payloadBytes: 0,
      ttl: 63,
    });
  });

  test('of ICMP names the connection that it is about', () => {
    const quoted = synAck.slice(0, 56);
    const error = `4500003800000000400100000a0000010a0000020301000000000000${quoted}`;
    expect(decode({ bytes: bytesOf(error), length: 56 })).toEqual({
      kind: 'icmp-error',
      from: '10.0.0.1',
      type: 3,
      code: 1,
      about: { fromPort: 7000, toPort: 33_724, to: '198.18.5.2' },
    });
  });

  test('that is cut off anywhere, or made of noise, is never misread as a whole one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 128 }), fc.nat(65_535), (bytes, length) => {
        const read = decode({ bytes, length });
        if (read.kind === 'tcp') expect(read.payloadBytes).toBeGreaterThanOrEqual(0);
      }),
    );
    for (let kept = 0; kept < 40; kept += 1)
      expect(decode({ bytes: bytesOf(synAck).subarray(0, kept), length: 60 }).kind).toBe('other');
  });
});

const none = { fin: false, syn: false, rst: false, ack: true, urg: false };
type Step = readonly [way: 'out' | 'in', packet: Partial<TcpPacket>, role: PacketRole];
const near = 2 ** 32 - 1;

test.each<readonly [string, readonly Step[]]>([
  [
    'a keepalive cycle that is answered, then data that is lost and sent again',
    [
      ['out', { flags: { ...none, syn: true }, sequence: 99 }, 'handshake'],
      ['in', { flags: { ...none, syn: true }, sequence: 499 }, 'handshake'],
      ['out', { sequence: 100 }, 'acknowledgement'],
      ['out', { sequence: 99 }, 'keepalive-probe'],
      ['in', { sequence: 500 }, 'keepalive-answer'],
      ['in', { sequence: 500 }, 'acknowledgement'],
      ['out', { sequence: 100, payloadBytes: 10 }, 'data'],
      ['out', { sequence: 100, payloadBytes: 10 }, 'retransmission'],
      ['out', { sequence: 110, flags: { ...none, rst: true } }, 'reset'],
    ],
  ],
  [
    'numbers that go round',
    [
      ['out', { sequence: near, payloadBytes: 2 }, 'data'],
      ['out', { sequence: 1, payloadBytes: 5 }, 'data'],
      ['out', { sequence: near, payloadBytes: 2 }, 'retransmission'],
      ['out', { sequence: 5 }, 'keepalive-probe'],
      ['out', { sequence: 6, flags: { ...none, fin: true } }, 'fin'],
      ['out', { sequence: 6, flags: { ...none, fin: true } }, 'retransmission'],
    ],
  ],
  ['urgent data', [['out', { sequence: 7, payloadBytes: 1, flags: { ...none, urg: true } }, 'urgent']]],
])('roles of packets: %s', (_name, steps) => {
  const blank = { kind: 'tcp', from: '', to: '', fromPort: 1, toPort: 2, acknowledged: 0, ttl: 64 } as const;
  let flow = freshFlow;
  const roles = steps.map(([way, packet]) => {
    const told = classify(flow, { ...blank, sequence: 0, payloadBytes: 0, flags: none, ...packet }, way === 'out');
    ({ flow } = told);
    return told.role;
  });
  expect(roles).toEqual(steps.map(([, , role]) => role));
});

test('a capture file is blocks of whole words that say their length at both ends', () => {
  const bytes = bytesOf(synAck);
  const packets = [{ atNs: 1, realNs: 1_795_243_446_987_193_084n, isOutgoing: true, length: 60, bytes }];
  const file = pcapng({ comment: 'trial 3: 空闲', interfaceName: 'client' }, packets, 7);
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const types: number[] = [];
  for (let at = 0; at < file.length;) {
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    types.push(view.getUint32(at, true));
    at += length;
  }
  expect(types).toEqual([0x0a0d0d0a, 1, 6, 5]);
});
