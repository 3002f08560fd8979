/** The wire over the port that the window's bridge hands in. */
import { portWire } from '#contract/wire/message-port.ts';
import type { SocketOutcome } from './socket-wire.ts';

export interface Bridge {
  /** Asks for a port; it comes as a message of this very page. */
  connect(): void;
}

/** A host that is starting takes less. */
const answerWithinMs = 10_000;

export function openBridgeWire(bridge: Bridge): Promise<SocketOutcome> {
  return new Promise((resolve) => {
    const finish = (outcome: SocketOutcome): void => {
      clearTimeout(timer);
      window.removeEventListener('message', hear);
      resolve(outcome);
    };
    const hear = ({ data, source, ports: [port] }: MessageEvent<unknown>): void => {
      const isPort = typeof data === 'object' && data !== null && 'type' in data && data.type === 'halfopen-port';
      if (source === window && isPort && port !== undefined) finish({ kind: 'open', wire: portWire(likeNodes(port)) });
    };
    const timer = setTimeout(() => finish({ kind: 'failed', why: 'the window gave no connection' }), answerWithinMs);
    window.addEventListener('message', hear);
    bridge.connect();
  });
}

/** A page's port with the face of the other kinds of port. */
const likeNodes = (port: MessagePort) => ({
  postMessage: (message: unknown) => port.postMessage(message),
  on: (event: 'message' | 'close', handle: (event: { readonly data: unknown }) => void) =>
    port.addEventListener(event, (happened: Event) => handle({ data: 'data' in happened ? happened.data : null })),
  start: () => port.start(),
  close: () => port.close(),
});
