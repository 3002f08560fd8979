/** The wire over a WebSocket, at the view's end. */
import { askingFor, protocolsWith, wrongToken } from '#contract/wire/admission.ts';
import type { Message, Wire } from '#contract/wire/wire.ts';

export type SocketOutcome =
  | { readonly kind: 'open'; readonly wire: Wire }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** A host that does not even say no by then is as good as gone. */
const answerWithinMs = 5000;

/** Shows the token, and resolves once the host has let us in or not. */
export function openSocketWire(url: string, token: string): Promise<SocketOutcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, protocolsWith(token));
    const early: unknown[] = [];
    const closeHandlers: ((why: string) => void)[] = [];
    let handleMessage = (message: unknown): void => void early.push(message);
    let closed: string | null = null;
    let isIn = false;

    socket.addEventListener('open', () => {
      isIn = true;
      resolve({ kind: 'open', wire });
    });
    socket.addEventListener('message', ({ data }) => handleMessage(fromJson(data)));
    socket.addEventListener('close', ({ code, reason }) => {
      closed = reason === '' ? `the connection was closed (${code})` : reason;
      if (!isIn) return resolve(whyNot(url, token));
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

/** No page is told why it got no WebSocket (WHATWG WebSockets, 9.2: it could scan ports): it asks. */
async function whyNot(url: string, token: string): Promise<SocketOutcome> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const { status } = await fetch(url.replace(/^ws/, 'http'), {
      headers: askingFor(token),
      cache: 'no-store',
      signal,
    });
    if (status === wrongToken) return { kind: 'refused', why: 'its token is not that of this host' };
    return { kind: 'failed', why: `the host gave no connection (${status})` };
  } catch {
    return { kind: 'failed', why: 'the host is not there' };
  }
}

/** Null, which is no message, for what is no JSON. */
function fromJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
