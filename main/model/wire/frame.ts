/**
 * The heartbeat wire format, compatible with the classic pingclient and pingserver.
 *
 *   classic, 1028 bytes:  u32 type | 1024 bytes of data
 *   compact,   32 bytes:  u32 type |   28 bytes of data
 *
 * Data of a Halfopen frame begins with a note; classic programs leave it undefined:
 *
 *   u32 magic 'HLFO' | u16 version | u16 flags | u32 sequence | u64 sender's monotonic ns
 *
 * All integers are big-endian, but a classic server answers with the type in its host's byte order: both are read.
 */
import type { Content } from '../detector.ts';
import type { Ns } from '../time.ts';

/** 1028 or 32 bytes. */
export type FrameFormat = 'classic' | 'compact';
export type FrameKind = 'ping' | 'pong' | 'data1' | 'data2';

export interface FrameNote {
  /** Grows by one with every PING; a PONG repeats the one it answers. */
  readonly sequence: number;
  /** When the PING left, on its sender's clock. */
  readonly sentNs: Ns;
  /** The sender can read compact frames. */
  readonly compactOk: boolean;
}

export interface Frame {
  readonly kind: FrameKind;
  readonly format: FrameFormat;
  readonly byteOrder: 'big' | 'little';
  readonly byteLength: number;
  /** Null when the other end is a classic program. */
  readonly note: FrameNote | null;
}

export interface FrameToEncode {
  readonly kind: FrameKind;
  readonly format: FrameFormat;
  readonly note: FrameNote | null;
}

/** Type codes of the classic programs (PING, PONG, MSG_TYPE1, MSG_TYPE2). */
const classicTypes: Readonly<Record<FrameKind, number>> = { ping: 1, pong: 2, data1: 11, data2: 21 };
/** Compact frames have types of their own ('HC' in the upper half), so that no decoder needs a mode. */
const compactMark = 0x48430000;
export const frameBytes: Readonly<Record<FrameFormat, number>> = { classic: 1028, compact: 32 };

const magic = 0x484c464f; // 'HLFO'
const version = 1;
const compactFlag = 1;
const noteAt = 4;
const noteBytes = 20;

export interface TypeCode {
  readonly kind: FrameKind;
  readonly format: FrameFormat;
  readonly byteOrder: 'big' | 'little';
}

const typeCodes: ReadonlyMap<number, TypeCode> = new Map(
  Object.entries(classicTypes).flatMap(([kind, type]) => {
    const named = (format: FrameFormat, code: number): [number, TypeCode][] => [
      [code, { kind: kind as FrameKind, format, byteOrder: 'big' }],
      [swapped(code), { kind: kind as FrameKind, format, byteOrder: 'little' }],
    ];
    return [...named('classic', type), ...named('compact', compactMark + type)];
  }),
);

/** What the first four bytes of a frame say; undefined for an unknown type. */
export const typeCodeOf = (code: number): TypeCode | undefined => typeCodes.get(code);

/** A frame ready to send; the unused rest is zero. */
export function encodeFrame({ kind, format, note }: FrameToEncode): Uint8Array {
  const bytes = new Uint8Array(frameBytes[format]);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, classicTypes[kind] + (format === 'compact' ? compactMark : 0));
  if (note === null) return bytes;
  view.setUint32(noteAt, magic);
  view.setUint16(noteAt + 4, version);
  view.setUint16(noteAt + 6, note.compactOk ? compactFlag : 0);
  view.setUint32(noteAt + 8, note.sequence);
  view.setBigUint64(noteAt + 12, BigInt(note.sentNs));
  return bytes;
}

/** `bytes` holds exactly one frame of the type that its head says. */
export function decodeFrame(bytes: Uint8Array, type: TypeCode): Frame {
  return { ...type, byteLength: bytes.length, note: noteOf(bytes) };
}

function noteOf(bytes: Uint8Array): FrameNote | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset + noteAt, noteBytes);
  if (view.getUint32(0) !== magic || view.getUint16(4) !== version) return null;
  return {
    compactOk: (view.getUint16(6) & compactFlag) !== 0,
    sequence: view.getUint32(8),
    sentNs: Number(view.getBigUint64(12)) as Ns,
  };
}

/** The frame as detectors see it. */
export function contentOf({ kind, note }: Frame): Content {
  return kind === 'ping' || kind === 'pong' ? { kind, sequence: note?.sequence ?? null } : { kind: 'data' };
}

function swapped(code: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, code);
  return view.getUint32(0, true);
}
