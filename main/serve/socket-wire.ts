/** The wire over one WebSocket, at the host's end. */
import type { WebSocket } from 'ws';
import type { Message, Wire } from '#contract/wire/wire.ts';

/**
 * What may wait to be sent to one view. Feeds are bounded by credit, so only a view that does not read at all gets here;
 * it is let go: it comes back and asks for what it has not seen. What a view may send is bounded by `maxPayload` of one
 * message, which is dealt with before the next is read, and by what may be under way (main/contract/wire/serve.ts).
 */
const mostWaitingBytes = 256 << 20;
/** RFC 6455, 7.4.1: a message that breaks the rules; the other end asked for more than it reads. */
const policyViolation = 1008;

export function socketWire(socket: WebSocket): Wire {
  const closeHandlers: ((why: string) => void)[] = [];
  let closed: string | null = null;
  const end = (why: string): void => {
    if (closed !== null) return;
    closed = why;
    for (const handle of closeHandlers) handle(why);
  };
  socket.on('close', (code) => end(`the other end closed it (${code})`));
  socket.on('error', () => socket.terminate());
  return {
    post(message: Message) {
      if (closed !== null) return;
      if (socket.bufferedAmount > mostWaitingBytes) {
        end('the other end does not read');
        return socket.terminate();
      }
      socket.send(JSON.stringify(message));
    },
    onMessage(handle) {
      socket.on('message', (data, isBinary) => {
        // What comes while it is being closed is for nobody.
        if (closed === null) handle(isBinary ? null : fromJson(data as Buffer));
      });
    },
    onClose(handle) {
      if (closed === null) closeHandlers.push(handle);
      else handle(closed);
    },
    close(why) {
      end(why);
      socket.close(policyViolation, why.slice(0, 100));
    },
  };
}

/** Null, which is no message, for what is no JSON. */
function fromJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'));
  } catch {
    return null;
  }
}
