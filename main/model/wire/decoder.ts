import { HalfopenError } from '../error.ts';
import { decodeFrame, frameBytes, typeCodeOf } from './frame.ts';
import type { Frame, TypeCode } from './frame.ts';

const headBytes = 4;

/** Frames from any split or merge of the stream. Holds at most one unfinished frame. */
export class FrameDecoder {
  readonly #held = new Uint8Array(frameBytes.classic);
  #heldBytes = 0;
  /** Bytes of the stream before the held ones: where an error is. */
  #offset = 0;
  #broken: HalfopenError | null = null;

  /** Bytes of a frame that is not complete yet. */
  get pendingBytes(): number {
    return this.#heldBytes;
  }

  /**
   * The frames that `chunk` completes, in order.
   * @throws HalfopenError `wire-unknown-type`; every later call throws it again, for the stream has lost its beat.
   */
  push(chunk: Uint8Array): readonly Frame[] {
    if (this.#broken !== null) throw this.#broken;
    const frames: Frame[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      rest = this.#hold(rest, headBytes);
      if (this.#heldBytes < headBytes) break;
      const type = this.#type();
      const whole = frameBytes[type.format];
      rest = this.#hold(rest, whole);
      if (this.#heldBytes < whole) break;
      frames.push(decodeFrame(this.#held.subarray(0, whole), type));
      this.#offset += whole;
      this.#heldBytes = 0;
    }
    return frames;
  }

  /** Moves bytes from `chunk` until `wanted` are held; returns what is left of it. */
  #hold(chunk: Uint8Array, wanted: number): Uint8Array {
    const taken = chunk.subarray(0, Math.max(0, wanted - this.#heldBytes));
    this.#held.set(taken, this.#heldBytes);
    this.#heldBytes += taken.length;
    return chunk.subarray(taken.length);
  }

  #type(): TypeCode {
    const code = new DataView(this.#held.buffer).getUint32(0);
    const type = typeCodeOf(code);
    if (type !== undefined) return type;
    const hex = code.toString(16).padStart(8, '0');
    this.#broken = new HalfopenError({
      code: 'wire-unknown-type',
      fault: 'peer',
      message: `The peer sent no heartbeat frame: unknown type 0x${hex} at byte ${this.#offset} of its stream.`,
      hint: 'Is it a probe server or client (pingclient, pingserver), or another service on this port?',
      given: `0x${hex}`,
      allowed: '1 (PING), 2 (PONG), 11, 21, in either byte order, or their compact forms',
    });
    throw this.#broken;
  }
}
