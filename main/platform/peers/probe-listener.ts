/** A probe server for anybody who connects: one responder per connection. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { ResponderBehaviour } from '#model/responder.ts';
import { createClock } from '../machine/clock.ts';
import { respondOn } from './answer.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly behaviour: ResponderBehaviour;
  /** `what` is for people: `connected`, `closed`, `reset (ECONNRESET)`, … */
  readonly onEvent: (client: Endpoint, what: string) => void;
}

export interface Listening {
  readonly endpoint: Endpoint;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/** @throws HalfopenError `port-in-use`, `cannot-listen`. */
export function listen({ host, port, behaviour, onEvent }: ListenOptions): Promise<Listening> {
  const clock = createClock();
  const clients = new Set<Socket>();
  // A client's FIN closes our side too: a server that answers has nothing to say to one who left.
  const server = createServer({ noDelay: true }, (socket) => {
    let ending = 'closed';
    socket.on('error', (error: NodeJS.ErrnoException) => (ending = `ended by ${error.code ?? error.message}`));
    const client = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    clients.add(socket);
    onEvent(client, 'connected');
    socket.on('close', () => {
      clients.delete(socket);
      onEvent(client, ending);
    });
    respondOn(socket, clock, behaviour, {
      onGarbage: (error) => (ending = `closed by us: ${error.message}`),
      onFull: () => onEvent(client, 'does not read: answers are dropped until it does'),
    });
  });
  return new Promise((resolve, reject) => {
    // It stays, for a connection that cannot be accepted, which its client learns by itself.
    server.on('error', (error: NodeJS.ErrnoException) => reject(cannotListen({ address: host, port }, error)));
    server.listen({ host, port, backlog: 4096 }, () => {
      const bound = server.address() as AddressInfo;
      resolve({
        endpoint: { address: bound.address, port: bound.port },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of clients) socket.destroy();
          }),
      });
    });
  });
}

function cannotListen({ address, port }: Endpoint, error: NodeJS.ErrnoException): HalfopenError {
  const inUse = error.code === 'EADDRINUSE';
  return new HalfopenError(
    {
      code: inUse ? 'port-in-use' : 'cannot-listen',
      fault: 'input',
      message: inUse
        ? `Port ${port} on ${address} is in use by another program.`
        : `Halfopen cannot listen on ${address} port ${port}: ${error.code ?? error.message}.`,
      hint: inUse ? 'Choose another with --port, or end the other program.' : 'Choose another --host or --port.',
      path: '--port',
      given: String(port),
      ...(error.code === undefined ? {} : { errno: error.code }),
    },
    error,
  );
}
