/** Captured packets as a pcapng file (draft-ietf-opsawg-pcapng), which Wireshark and tshark open. Pure. */
import type { CapturedPacket } from './decode.ts';

const blockTypes = { section: 0x0a0d0d0a, interface: 1, statistics: 5, packet: 6 } as const;
const byteOrderMagic = 0x1a2b3c4d;
/** LINKTYPE_RAW: begins with the IP header. */
const linkTypeRaw = 101;
const optionCodes = { comment: 1, interfaceName: 2, timeResolution: 9, packetFlags: 2, interfaceDrops: 5 } as const;
/** Nanoseconds: 10^-9. */
const nanoseconds = 9;
const flagInbound = 1;
const flagOutbound = 2;

export interface CaptureTitle {
  /** Shown by Wireshark: which host, which fault. */
  readonly comment: string;
  readonly interfaceName: string;
}

/** What a file begins with. */
export function captureHead({ comment, interfaceName }: CaptureTitle): Uint8Array {
  return concatenated([
    block(blockTypes.section, [
      u32(byteOrderMagic),
      u16(1, 0), // version 1.0
      u64(0xffff_ffff_ffff_ffffn), // length of the section: not told
      option(optionCodes.comment, text(comment)),
      endOfOptions,
    ]),
    block(blockTypes.interface, [
      u16(linkTypeRaw, 0),
      u32(0), // no limit that matters to a reader
      option(optionCodes.interfaceName, text(interfaceName)),
      option(optionCodes.timeResolution, Uint8Array.of(nanoseconds)),
      endOfOptions,
    ]),
  ]);
}

/** One packet of it. */
export function captureEntry({ realNs, isOutgoing, bytes, length }: CapturedPacket): Uint8Array {
  return block(blockTypes.packet, [
    u32(0),
    ...timestamp(realNs),
    u32(bytes.length),
    u32(length),
    padded(bytes),
    option(optionCodes.packetFlags, u32(isOutgoing ? flagOutbound : flagInbound)),
    endOfOptions,
  ]);
}

/** How many packets found no room: written at the end, so that nobody takes the file for complete. */
export const captureEnd = (lastRealNs: bigint, lost: number): Uint8Array =>
  block(blockTypes.statistics, [
    u32(0),
    ...timestamp(lastRealNs),
    option(optionCodes.interfaceDrops, u64(BigInt(lost))),
    endOfOptions,
  ]);

/** A whole file at once. */
export const pcapng = (title: CaptureTitle, packets: readonly CapturedPacket[], lost: number): Uint8Array =>
  concatenated([captureHead(title), ...packets.map(captureEntry), captureEnd(packets.at(-1)?.realNs ?? 0n, lost)]);

/** Its length stands before and after it. */
function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = concatenated(parts);
  const total = u32(body.length + 12);
  return concatenated([u32(type), total, body, total]);
}

const option = (code: number, value: Uint8Array): Uint8Array => concatenated([u16(code, value.length), padded(value)]);
const endOfOptions = new Uint8Array(4);

/** The upper half first, whatever the byte order. */
const timestamp = (ns: bigint): Uint8Array[] => [u32(Number(ns >> 32n)), u32(Number(ns & 0xffff_ffffn))];

function u16(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, index) => view.setUint16(index * 2, value, true));
  return new Uint8Array(view.buffer);
}

function u32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

function u64(value: bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value, true);
  return new Uint8Array(view.buffer);
}

/** To a multiple of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** UTF-8 by hand: pure code has no TextEncoder. */
function text(value: string): Uint8Array {
  const escaped = encodeURIComponent(value.toWellFormed());
  const bytes = escaped.replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  return Uint8Array.from(bytes, (character) => character.codePointAt(0) ?? 0);
}
