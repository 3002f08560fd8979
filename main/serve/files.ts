/** The built view, and nothing else. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { resolveAsset } from '#door/asset.ts';
import { securityHeaders } from '#door/headers.ts';

/** Whoever does not read what was asked for holds a few pieces, and may be one of many. */
const pieceBytes = 16 << 10;

/** @param connect origins that the page may connect to: our own wire */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  root: string,
  connect: readonly string[],
): Promise<void> {
  const refuse = (status: number): void => {
    response.writeHead(status, { ...securityHeaders(connect), 'Content-Type': 'text/plain' });
    response.end();
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const asset = resolveAsset(`http://halfopen${request.url ?? '/'}`, root);
  const found = asset === null ? null : await stat(asset.path).catch(() => null);
  if (asset === null || found === null || !found.isFile()) return refuse(404);
  response.writeHead(200, {
    ...securityHeaders(connect),
    'Content-Type': asset.mime,
    'Content-Length': found.size,
  });
  if (request.method === 'HEAD') return void response.end();
  // Whoever asked may be gone before the end, and before the beginning: then the response never tells, and the file stays open.
  const { socket } = request;
  if (socket.destroyed) return;
  const gone = new AbortController();
  const abort = (): void => gone.abort();
  socket.once('close', abort);
  const file = createReadStream(asset.path, { highWaterMark: pieceBytes });
  await pipeline(file, response, { signal: gone.signal }).catch(() => response.destroy());
  // The connection may carry more requests.
  socket.off('close', abort);
}
