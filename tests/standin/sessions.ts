/** `session` and `protocol`: handlers are the shell's own; Chromium's requests are brought to them. */
import { EventEmitter } from 'node:events';
import type { Served } from './messages.ts';
import { app } from './app.ts';
import { note, on, send } from './screen.ts';

type Handle = (request: Request) => Response | Promise<Response>;
type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;

class Protocol {
  readonly handlers = new Map<string, Handle>();
  readonly #session: string;

  constructor(name: string) {
    this.#session = name;
  }

  handle(scheme: string, handle: Handle): void {
    note('protocol.handle', this.#session, scheme);
    this.handlers.set(scheme, handle);
  }

  registerSchemesAsPrivileged(schemes: unknown): void {
    note('protocol.registerSchemesAsPrivileged', schemes);
  }
}

export class Session extends EventEmitter {
  readonly name: string;
  readonly protocol: Protocol;
  request: PermissionRequest | null = null;
  check: ((contents: unknown, permission: string) => boolean) | null = null;
  device: ((details: unknown) => boolean) | null = null;

  constructor(name: string) {
    super();
    this.name = name;
    this.protocol = new Protocol(name);
  }

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.request = handler;
  }

  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void {
    this.check = handler;
  }

  setDevicePermissionHandler(handler: (details: unknown) => boolean): void {
    this.device = handler;
  }

  setDisplayMediaRequestHandler(handler: unknown): void {
    note('session.setDisplayMediaRequestHandler', this.name, handler);
  }

  /** What each of the three doors says to a permission. */
  permissions(permission: string): Readonly<Record<string, boolean | null>> {
    let requested: boolean | null = null;
    this.request?.(null, permission, (granted) => void (requested = granted));
    return {
      requested,
      checked: this.check?.(null, permission) ?? null,
      device: this.device?.({ deviceType: permission }) ?? null,
    };
  }
}

const sessions = new Map<string, Session>();

export function sessionOf(name: string): Session {
  const known = sessions.get(name);
  if (known !== undefined) return known;
  const made = new Session(name);
  sessions.set(name, made);
  app.emit('session-created', made);
  return made;
}

export const session = {
  get defaultSession(): Session {
    return sessionOf('default');
  },
  fromPartition: (name: string): Session => sessionOf(name),
};

export const protocol = new Protocol('before any');

on('request', (request) => {
  void served(request.session, request.url, request.method).then((answer) =>
    send({ t: 'answered', ask: request.ask, answer }),
  );
});

async function served(name: string, url: string, method: string): Promise<Served> {
  const handle = sessions.get(name)?.protocol.handlers.get('app');
  if (handle === undefined) return { status: 404, headers: {}, body: new Uint8Array() };
  // Node's Request takes any scheme that its URL parser takes.
  const response = await handle(new Request(url, { method }));
  const body = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}
