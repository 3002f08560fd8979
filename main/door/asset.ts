/** Which file of the built view an address means, if any. */
import { isAbsolute, join, normalize, relative } from 'node:path';

export interface Asset {
  readonly path: string;
  readonly mime: string;
}

const mimes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json',
};

/** @returns null for what is not below `root`, and for types that the view does not have. */
export function resolveAsset(url: string, root: string): Asset | null {
  if (!URL.canParse(url)) return null;
  const wanted = decoded(new URL(url).pathname);
  if (wanted === null || /[\0\\:]/.test(wanted)) return null;
  const path = join(root, normalize(wanted === '/' ? '/index.html' : wanted));
  const below = relative(root, path);
  const mime = mimes[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? ''];
  if (below === '' || below.startsWith('..') || isAbsolute(below) || mime === undefined) return null;
  return { path, mime };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
