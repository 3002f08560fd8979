import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** RFC 9112, 2.1: an empty line ends the head of a message. */
const headEnd = '\r\n\r\n';

/** What of an answer may wait for a client that does not read, beside what the kernel holds. */
const pieceBytes = 16 << 10;

/**
 * A connection as the HTTP server hears it: the head of its first request, and nothing of what follows. Node parses all
 * that came in one piece before its server can say a word to it: two thousand requests of 64 KiB, and as many answers
 * that wait for their turn. No browser sends more before it is answered, neither a second request nor a frame (RFC 6455,
 * 4.1), and the answer to a request closes the connection.
 */
export class FirstRequest extends Duplex {
  readonly #socket: Socket;
  /** The last bytes of the head so far: its end may come in two pieces. */
  #last = Buffer.alloc(0);
  readonly #hear = (piece: Buffer): void => this.#take(piece);

  constructor(socket: Socket) {
    super({ writableHighWaterMark: pieceBytes });
    this.#socket = socket;
    // A client that breaks off is no error of ours.
    this.on('error', () => {});
    this.on('finish', () => this.destroy());
    socket.on('data', this.#hear);
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
  }

  /** The connection itself, from the end of the head on: nothing of it is heard here. */
  get connection(): Socket {
    return this.#socket;
  }

  /** The parser takes what comes, and ends a head that is too long. */
  override _read(): void {}

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #take(piece: Buffer): void {
    const text = Buffer.concat([this.#last, piece]);
    const end = text.indexOf(headEnd);
    if (end === -1) {
      this.#last = Buffer.from(text.subarray(1 - headEnd.length));
      this.push(piece);
      return;
    }
    const length = end + headEnd.length - this.#last.length;
    this.#socket.off('data', this.#hear);
    this.#socket.pause();
    this.push(piece.subarray(0, length));
  }
}
