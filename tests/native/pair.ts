import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { fdOf, loadNative } from '#native';
import type { Native, Outcome, TcpInfo } from '#native';

/** The helper of this machine; every test here is about it, so its absence is a failure. */
export function helper(): Native {
  const loaded = loadNative();
  if (!loaded.ok) throw new Error(`${loaded.reason}; ${loaded.remedy}`);
  return loaded.native;
}

export interface Where {
  readonly listen?: string;
  readonly to?: string;
  /** Node reads nothing from the server's end until it is resumed. */
  readonly pauseOnConnect?: boolean;
}

/** Both ends of a connection over loopback, gone when the test ends. */
export async function pair(where: Where = {}): Promise<{ client: Socket; server: Socket }> {
  const { listen = '127.0.0.1', to = listen, pauseOnConnect = false } = where;
  const listener = createServer({ allowHalfOpen: true, pauseOnConnect });
  listener.listen(0, listen);
  await once(listener, 'listening');
  const accepted = new Promise<Socket>((resolve) => listener.once('connection', resolve));
  const client = connect({ host: to, port: portOf(listener), allowHalfOpen: true });
  await once(client, 'connect');
  const server = await accepted;
  for (const socket of [client, server]) socket.on('error', () => {}); // tests that expect one ask for it themselves
  onTestFinished(() => {
    client.destroy();
    server.destroy();
    listener.close();
  });
  return { client, server };
}

function portOf(listener: Server): number {
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}

/** The value of an outcome that has to be good. */
export function good<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.operation}: ${outcome.failure.code}`);
  return outcome.value;
}

/** The next error that Node reports for a socket. */
export function nextError(socket: Socket): Promise<NodeJS.ErrnoException> {
  return new Promise((resolve) => socket.once('error', resolve));
}

/** The next bytes that Node reads from a socket, as text. */
export function nextText(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
}

/** Resets a connection and waits, within this tick, for the other end's kernel to know: Node can't have noticed yet. */
export function resetBehindNode(resetting: Socket, other: Socket): void {
  resetting.resetAndDestroy();
  const native = helper();
  for (let i = 0; i < 1e6; i++) if (good(native.tcpInfo(fdOf(other))).state === 'CLOSED') return;
  throw new Error('the reset did not arrive');
}

/** Waits for the kernel, which tells no one, to come to a state. */
export function untilTcpInfo(socket: Socket, reached: (info: TcpInfo) => boolean): Promise<TcpInfo> {
  const native = helper();
  const look = () => {
    const info = good(native.tcpInfo(fdOf(socket)));
    return reached(info) ? info : null;
  };
  return vi.waitUntil(look, { timeout: 60_000, interval: 5 });
}
