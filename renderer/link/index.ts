/** The link over the bridge of the desktop window; the others come with the wires. */
import { connect } from '#contract/connect.ts';
import type { Client } from '#contract/host.ts';
import type { Message, Wire } from '#contract/wire.ts';

declare global {
  interface Window {
    readonly halfopen?: { connect(): void };
  }
}

type State = { readonly kind: 'connecting' | 'open' } | { readonly kind: 'lost'; readonly why: string };

export function openLink(): { readonly client: Client; onState(handle: (state: State) => void): () => void } {
  const handlers = new Set<(state: State) => void>();
  let state: State = { kind: 'connecting' };
  let client: Client | null = null;
  const become = (next: State): void => {
    state = next;
    for (const handle of handlers) handle(next);
  };
  window.addEventListener('message', ({ data, source, ports: [port] }) => {
    const isPort = typeof data === 'object' && data !== null && 'type' in data && data.type === 'halfopen-port';
    if (source !== window || !isPort || port === undefined) return;
    client = connect(wireOver(port));
    client.onClose((why) => {
      become({ kind: 'lost', why });
      window.halfopen?.connect();
    });
    become({ kind: 'open' });
  });
  window.halfopen?.connect();
  const now = (): Client => {
    if (client === null) throw new Error('not connected');
    return client;
  };
  return {
    client: {
      call: async (name, input, signal) => now().call(name, input, signal),
      feed: (name, input, signal) => now().feed(name, input, signal),
      onClose: (handle) => now().onClose(handle),
    },
    onState(handle) {
      handlers.add(handle);
      handle(state);
      return () => void handlers.delete(handle);
    },
  };
}

function wireOver(port: MessagePort): Wire {
  const early: unknown[] = [];
  let handleMessage = (message: unknown): void => void early.push(message);
  port.addEventListener('message', ({ data }) => handleMessage(data));
  port.start();
  return {
    post: (message: Message) => port.postMessage(message),
    onMessage(handle) {
      handleMessage = handle;
      for (const message of early.splice(0)) handle(message);
    },
    onClose: (handle) => port.addEventListener('close', () => handle('the other end is gone')),
    close: () => port.close(),
  };
}
