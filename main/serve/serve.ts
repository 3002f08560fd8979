import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Wire } from '#contract/wire/wire.ts';
import { HalfopenError } from '#model/error.ts';
import { callersOf, literal } from './callers.ts';
import type { Callers } from './callers.ts';
import { sendFile } from './files.ts';
import { socketWire } from './socket-wire.ts';
import { isToken, newToken } from './token.ts';

export interface ServeOptions {
  /** Folder of the built view. */
  readonly assets: string;
  /** `127.0.0.1` unless the caller wants to be reached from elsewhere. */
  readonly address: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Called with each wire that has shown the token. */
  readonly onWire: (wire: Wire) => void;
  /** One line per refusal and oddity. */
  readonly log: (line: string) => void;
}

export interface Served {
  /** With the token in its fragment, which no request carries. */
  readonly url: string;
  close(): Promise<void>;
}

/** Large enough for the import of a long history's export. */
const mostMessageBytes = 300 << 20;
/** Before the token is shown nobody gets to send more than a token. */
const mostFirstBytes = 1024;
const tokenWithinMs = 5000;
const mostViews = 1000;

/** @throws HalfopenError `port-in-use`, `cannot-listen`. */
export async function serve(options: ServeOptions): Promise<Served> {
  const token = newToken();
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  const port = await listening(server, options);
  const callers = callersOf(options.address, port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostMessageBytes, perMessageDeflate: false });

  server.on('request', (request, response) => {
    if (!callers.isForUs(request)) {
      options.log('refused a request for another host');
      response.writeHead(421, { 'Content-Type': 'text/plain' });
      return response.end();
    }
    const host = request.headers.host ?? '';
    void sendFile(request, response, options.assets, [`ws://${host}`]);
  });
  server.on('upgrade', (request, socket, head) => {
    // Node has just taken its own off. A client that resets the connection is no error of ours: 'close' follows.
    socket.on('error', () => {});
    const why = whyNot(request, callers, sockets);
    if (why !== null) return turnAway(socket, why, options.log);
    sockets.handleUpgrade(request, socket, head, (view) => admit(view, token, options));
  });

  const host = options.address === '0.0.0.0' || options.address === '::' ? '127.0.0.1' : literal(options.address);
  return {
    url: `http://${host}:${port}/#token=${token}`,
    async close() {
      for (const view of sockets.clients) view.terminate();
      sockets.close();
      const closed = new Promise((resolve) => void server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function whyNot(request: IncomingMessage, callers: Callers, { clients }: WebSocketServer): string | null {
  if (request.url !== '/wire') return '404 Not Found';
  if (!callers.isForUs(request)) return '421 Misdirected Request';
  if (!callers.isFromOurPage(request)) return '403 Forbidden';
  return clients.size >= mostViews ? '503 Service Unavailable' : null;
}

function turnAway(socket: Duplex, status: string, log: (line: string) => void): void {
  log(`refused a connection: ${status}`);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  // Whatever else the client may say: nobody will read it.
  socket.once('finish', () => socket.destroy());
}

/** The first message must be the token, and soon. */
function admit(view: WebSocket, token: string, { onWire, log }: ServeOptions): void {
  const refuse = (why: string): void => {
    log(`refused a view: ${why}`);
    view.close(4401, why);
  };
  const timer = setTimeout(() => refuse('no token in time'), tokenWithinMs);
  view.on('error', () => view.terminate());
  view.once('close', () => clearTimeout(timer));
  view.once('message', (data, isBinary) => {
    clearTimeout(timer);
    const given = isBinary ? Buffer.alloc(0) : (data as Buffer);
    if (given.length > mostFirstBytes || !isToken(given.toString('utf8'), token)) return refuse('wrong token');
    onWire(socketWire(view));
    view.send('"welcome"');
  });
}

function listening(server: Server, { address, port }: ServeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    // It stays, for a connection that cannot be accepted: its client learns it by itself.
    server.on('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(
        new HalfopenError(
          {
            code: inUse ? 'port-in-use' : 'cannot-listen',
            fault: 'input',
            message: inUse
              ? `Port ${port} on ${address} is in use by another program.`
              : `Halfopen cannot listen on ${address} port ${port}: ${error.code ?? error.message}.`,
            hint: 'Choose another with --port or --host.',
            path: '--port',
            given: String(port),
            ...(error.code === undefined ? {} : { errno: error.code }),
          },
          error,
        ),
      );
    });
    server.listen({ host: address, port }, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}
