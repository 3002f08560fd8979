import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HalfopenError } from '#model/error.ts';
import { ns } from '#model/time.ts';
import { FrameDecoder } from '#model/wire/decoder.ts';
import { contentOf, encodeFrame } from '#model/wire/frame.ts';
import type { FrameToEncode } from '#model/wire/frame.ts';

const frames: fc.Arbitrary<FrameToEncode> = fc.record({
  kind: fc.constantFrom('ping', 'pong', 'data1', 'data2'),
  format: fc.constantFrom('classic', 'compact'),
  note: fc.option(
    fc.record({
      sequence: fc.integer({ min: 0, max: 0xffff_ffff }),
      sentNs: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map(ns),
      compactOk: fc.boolean(),
    }),
  ),
});

/** The bytes cut at these places, in any number of pieces, some of them empty. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((to, index) => bytes.subarray(at[index], to));
}

const joined = (list: readonly FrameToEncode[]): Uint8Array => Buffer.concat(list.map(encodeFrame));
describe('the frame decoder', () => {
  test('gives back the frames that were sent, however the stream is split or merged', () => {
    fc.assert(
      fc.property(fc.array(frames, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 12 }), (sent, places) => {
        const decoder = new FrameDecoder();
        const got = cut(joined(sent), places).flatMap((piece) => [...decoder.push(piece)]);
        expect(got.map(({ kind, format, note }) => ({ kind, format, note }))).toEqual(sent);
        expect(decoder.pendingBytes).toBe(0);
      }),
    );
  });

  test('answers any bytes at all with frames or the one typed error, and after it with that error forever', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 }), (pieces) => {
        const decoder = new FrameDecoder();
        let broken: unknown = null;
        for (const piece of pieces)
          try {
            decoder.push(piece);
            expect(broken).toBeNull();
          } catch (error) {
            expect(error).toBeInstanceOf(HalfopenError);
            expect((error as HalfopenError).detail.code).toBe('wire-unknown-type');
            expect(broken === null || broken === error).toBe(true);
            broken = error;
          }
        expect(decoder.pendingBytes).toBeLessThanOrEqual(1028);
      }),
    );
  });

  test('reads both byte orders of a known type, as a classic server answers in its own', () => {
    const bytes = new Uint8Array(1028).fill(0xa5);
    new DataView(bytes.buffer).setUint32(0, 2, true);
    const [frame] = new FrameDecoder().push(bytes);
    expect(frame).toMatchObject({ kind: 'pong', byteOrder: 'little', note: null });
    expect(frame && contentOf(frame)).toEqual({ kind: 'pong', sequence: null });
  });

  test('says where an unknown type stands and what it is', () => {
    const decoder = new FrameDecoder();
    decoder.push(encodeFrame({ kind: 'ping', format: 'classic', note: null }));
    expect(() => decoder.push(Buffer.from('GET / HTTP/1.1'))).toThrow('unknown type 0x47455420 at byte 1028');
  });
});

test('a classic frame is 1028 bytes of which the type is the first four, big-endian', () => {
  const bytes = encodeFrame({ kind: 'ping', format: 'classic', note: null });
  expect(bytes.length).toBe(1028);
  expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  expect(encodeFrame({ kind: 'ping', format: 'compact', note: null }).length).toBe(32);
});
