/**
 * The wire over a message port, in a page as in a process of Electron. As JSON text, so that every wire carries the same:
 * what is infinite in a prediction is `null` on all of them.
 */
import type { Message, Wire } from './wire.ts';

/** What both kinds of port have. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', handle: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', handle: () => void): unknown;
  start(): void;
  close(): void;
}

export function portWire(port: Port): Wire {
  const early: unknown[] = [];
  const closeHandlers: ((why: string) => void)[] = [];
  let handleMessage = (message: unknown): void => void early.push(message);
  let closed: string | null = null;
  const close = (why: string): void => {
    if (closed !== null) return;
    closed = why;
    for (const handle of closeHandlers) handle(why);
  };
  port.on('message', ({ data }) => handleMessage(fromText(data)));
  port.on('close', () => close('the other end is gone'));
  port.start();
  return {
    post: (message: Message) => void (closed === null && port.postMessage(JSON.stringify(message))),
    onMessage(handle) {
      handleMessage = handle;
      for (const message of early.splice(0)) handle(message);
    },
    onClose: (handle) => void (closed === null ? closeHandlers.push(handle) : handle(closed)),
    close(why) {
      close(why);
      port.close();
    },
  };
}

/** Null, which is no message, for what is no JSON. */
export function fromText(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
