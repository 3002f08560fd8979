/** The wire over a WebSocket, at the view's end. */
import type { Message, Wire } from '#contract/wire/wire.ts';

/** Of main/serve: this token is not the one. */
const wrongToken = 4401;

export type SocketOutcome =
  | { readonly kind: 'open'; readonly wire: Wire }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Shows the token, and resolves once the host has let us in or not. */
export function openSocketWire(url: string, token: string): Promise<SocketOutcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const early: unknown[] = [];
    const closeHandlers: ((why: string) => void)[] = [];
    let handleMessage = (message: unknown): void => void early.push(message);
    let closed: string | null = null;
    let isIn = false;

    socket.addEventListener('open', () => socket.send(token));
    socket.addEventListener('message', ({ data }) => {
      if (isIn) return handleMessage(fromJson(data));
      isIn = true;
      resolve({ kind: 'open', wire });
    });
    socket.addEventListener('close', ({ code, reason }) => {
      closed = reason === '' ? `the connection was closed (${code})` : reason;
      if (!isIn) return resolve({ kind: code === wrongToken ? 'refused' : 'failed', why: closed });
      for (const handle of closeHandlers) handle(closed);
    });

    const wire: Wire = {
      post: (message: Message) => socket.send(JSON.stringify(message)),
      onMessage(handle) {
        handleMessage = handle;
        for (const message of early.splice(0)) handle(message);
      },
      onClose: (handle) => void (closed === null ? closeHandlers.push(handle) : handle(closed)),
      close: (why) => socket.close(1000, why.slice(0, 100)),
    };
  });
}

/** Null, which is no message, for what is no JSON. */
function fromJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
