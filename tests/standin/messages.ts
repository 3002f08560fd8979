/** What the stand-in of Electron's main process and the test that holds its Chromium say to each other. */

/** What the shell asked of Electron, in order. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

export type FromApp =
  | { readonly t: 'call'; readonly call: Call }
  | {
      readonly t: 'open';
      readonly page: number;
      /** Source of the preload script; null for none. */
      readonly preload: string | null;
      readonly javascript: boolean;
      readonly session: string;
    }
  | { readonly t: 'load'; readonly page: number; readonly ask: number; readonly url: string }
  | { readonly t: 'print'; readonly page: number; readonly ask: number; readonly options: unknown }
  | { readonly t: 'reload' | 'close'; readonly page: number }
  | {
      readonly t: 'send';
      readonly page: number;
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly ports: readonly string[];
    }
  | { readonly t: 'answered'; readonly ask: number; readonly answer: Served }
  | { readonly t: 'emitted'; readonly ask: number; readonly result: unknown }
  | { readonly t: 'dialog'; readonly ask: number; readonly options: unknown }
  | PortMessage;

export type ToApp =
  | { readonly t: 'done'; readonly ask: number; readonly result: unknown }
  | { readonly t: 'failed'; readonly ask: number; readonly why: string }
  | {
      readonly t: 'request';
      readonly ask: number;
      readonly session: string;
      readonly url: string;
      readonly method: string;
    }
  | {
      readonly t: 'ipc';
      readonly page: number;
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly origin: string;
      readonly isMainFrame: boolean;
    }
  | { readonly t: 'at'; readonly page: number; readonly url: string }
  | { readonly t: 'painted' | 'crashed'; readonly page: number }
  | {
      readonly t: 'emit';
      readonly ask: number;
      readonly on: Emitter;
      readonly event: string;
      readonly args: readonly unknown[];
    }
  | PortMessage;

/** Where a test lets something happen: the app, the page of a window, the session, or a menu item by its id. */
export type Emitter = 'app' | 'contents' | 'session' | 'menu';

/** What is said over a port whose other end is in another process. */
export type PortMessage =
  | { readonly t: 'port'; readonly id: string; readonly data: unknown }
  | { readonly t: 'port-closed'; readonly id: string };

export interface Served {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `app://halfopen/x` as Chromium without Electron can load it: intercepted, never resolved, and a secure context. */
export const standInHost = 'app-standin';

export function toBrowser(url: string): string {
  const { host, pathname, search, hash } = new URL(url);
  return `https://${host}.${standInHost}${pathname}${search}${hash}`;
}

export function fromBrowser(url: string): string {
  return url.replace(new RegExp(`^(blob:)?https://([\\w-]+)\\.${standInHost}`), '$1app://$2');
}
