/** app:// instead of file:// and of a server: the built view, and pages that are served once to be printed. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import type { Protocol } from 'electron';
import { resolveAsset } from '#door/asset.ts';
import { contentSecurityPolicy } from '#door/csp.ts';

export const scheme = 'app';
export const viewOrigin = `${scheme}://halfopen`;
export const viewPage = `${viewOrigin}/index.html`;

/** Before `ready`, and once: a second call would replace this one. No `bypassCSP`, no service workers. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Answers app://halfopen/… from the folder `root`; everything else is not found. */
export function serveView(on: Protocol, root: string): void {
  on.handle(scheme, async (request) => {
    const asset = request.method === 'GET' ? resolveAsset(request.url, root) : null;
    if (asset === null || new URL(request.url).host !== new URL(viewOrigin).host) return notFound();
    try {
      return answer(new Uint8Array(await readFile(asset.path)), asset.mime, contentSecurityPolicy());
    } catch {
      return notFound();
    }
  });
}

/** A report carries its style and drawings in itself and needs nothing from anywhere. */
const paperPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Pages that exist for one request each. */
export class Papers {
  readonly #waiting = new Map<string, string>();

  constructor(on: Protocol) {
    on.handle(scheme, (request) => {
      const html = this.#waiting.get(request.url);
      this.#waiting.delete(request.url);
      if (html === undefined) return notFound();
      return answer(new TextEncoder().encode(html), 'text/html; charset=utf-8', paperPolicy);
    });
  }

  /** Returns the address that has this page, until it is asked for. */
  lay(html: string): string {
    const url = `${scheme}://paper/${randomUUID()}`;
    this.#waiting.set(url, html);
    return url;
  }

  take(url: string): void {
    this.#waiting.delete(url);
  }
}

function answer(body: Uint8Array<ArrayBuffer>, mime: string, policy: string): Response {
  return new Response(body, {
    headers: {
      'content-type': mime,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    },
  });
}

const notFound = (): Response =>
  new Response('not found', {
    status: 404,
    headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' },
  });
