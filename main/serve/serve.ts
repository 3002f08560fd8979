import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as listen } from 'node:net';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { tokenAmong, tokenAskedFor, wirePath, wireProtocol, wrongToken } from '#contract/wire/admission.ts';
import type { Wire } from '#contract/wire/wire.ts';
import { securityHeaders } from '#door/headers.ts';
import { HalfopenError } from '#model/error.ts';
import { callersOf, literal } from './callers.ts';
import type { Callers } from './callers.ts';
import { sendFile } from './files.ts';
import { FirstRequest } from './first-request.ts';
import { socketWire } from './socket-wire.ts';
import { Strangers } from './strangers.ts';
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

/** Large enough for the import of a long history's export. Only a view, which has shown the token, may send as much. */
const mostMessageBytes = 300 << 20;
const mostViews = 1000;
const viewLimits = {
  noServer: true,
  maxPayload: mostMessageBytes,
  perMessageDeflate: false,
  handleProtocols: () => wireProtocol,
};

/**
 * Of connections that have not shown the token. A browser opens no more to one host at once: Chromium 6 for files and 255
 * for WebSockets. Each may hold the head of one request and pieces of one file, about 100 KiB: 25 MiB in all.
 */
const strangerLimits = { most: 256, longestMs: 30_000 };
const mostHeadBytes = 16 << 10;

/** @throws HalfopenError `port-in-use`, `cannot-listen`. */
export async function serve(options: ServeOptions): Promise<Served> {
  const token = newToken();
  const strangers = new Strangers(strangerLimits);
  // It listens nowhere: it is given connections.
  const http = createServer({ maxHeaderSize: mostHeadBytes });
  const server = listen({ allowHalfOpen: true, noDelay: true }, (socket) => {
    // A client that resets the connection is no error of ours: 'close' follows.
    socket.on('error', () => {});
    strangers.add(socket);
    http.emit('connection', new FirstRequest(socket));
  });
  const port = await listening(server, options);
  const views = new WebSocketServer(viewLimits);
  const door: Door = { token, callers: callersOf(options.address, port), views, options };

  http.on('request', (request, response) => answer(request, response, door));
  http.on('upgrade', (request, stranger) => {
    const why = whyNot(request, door);
    if (why !== null) return turnAway(stranger, why, options.log);
    const { connection } = stranger as FirstRequest;
    views.handleUpgrade(request, connection, Buffer.alloc(0), (view) => {
      strangers.forget(connection);
      options.onWire(socketWire(view));
    });
    connection.resume();
  });

  const host = options.address === '0.0.0.0' || options.address === '::' ? '127.0.0.1' : literal(options.address);
  return {
    url: `http://${host}:${port}/#token=${token}`,
    async close() {
      for (const view of views.clients) view.terminate();
      strangers.end();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

interface Door {
  readonly token: string;
  readonly callers: Callers;
  readonly views: WebSocketServer;
  readonly options: ServeOptions;
}

/** A file, or whether a token is the right one. */
function answer(request: IncomingMessage, response: ServerResponse, { token, callers, options }: Door): void {
  const { host = '', authorization } = request.headers;
  response.setHeader('Connection', 'close');
  if (!callers.isForUs(request)) {
    options.log('refused a request for another host');
    return void response.writeHead(421, { 'Content-Type': 'text/plain' }).end();
  }
  if (request.url !== wirePath) return void sendFile(request, response, options.assets, [`ws://${host}`]);
  const isRight = isToken(tokenAskedFor(authorization), token);
  const about = isRight ? {} : { 'WWW-Authenticate': 'Bearer' };
  response.writeHead(isRight ? 204 : wrongToken, { ...securityHeaders(), ...about }).end();
}

function whyNot(request: IncomingMessage, { token, callers, views }: Door): string | null {
  if (request.url !== wirePath) return '404 Not Found';
  if (!callers.isForUs(request)) return '421 Misdirected Request';
  if (!callers.isFromOurPage(request)) return '403 Forbidden';
  if (!isToken(tokenAmong(request.headers['sec-websocket-protocol']), token)) return `${wrongToken} Unauthorized`;
  return views.clients.size >= mostViews ? '503 Service Unavailable' : null;
}

function turnAway(socket: Duplex, status: string, log: (line: string) => void): void {
  log(`refused a connection: ${status}`);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
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
