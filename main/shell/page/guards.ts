/** What pages may not do: go elsewhere, open windows, ask for devices. */
import { app, shell } from 'electron';
import type { Session, WebContents } from 'electron';
import { mayOpen } from '../addresses.ts';
import { viewPage } from './scheme.ts';

type Log = (line: string) => void;

/** Electron, Security, items 5 and 12-14. Before the first window: contents and sessions made later are guarded too. */
export function guardEverything(log: Log): void {
  app.on('web-contents-created', (_, contents) => guardContents(contents, log));
  app.on('session-created', guardSession);
}

function guardContents(contents: WebContents, log: Log): void {
  const refuse = (what: string) => (event: { preventDefault(): void }) => {
    event.preventDefault();
    log(`a page was kept from ${what}`);
  };
  contents.on('will-navigate', (event) => void (isReload(event.url, contents) || refuse('navigating')(event)));
  contents.on('will-redirect', refuse('being redirected'));
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isReload(event.url, contents)) refuse('navigating a frame')(event);
  });
  contents.on('will-attach-webview', refuse('embedding a page'));
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url, log);
    return { action: 'deny' };
  });
}

/** The view offers to load itself again; moving within it is no navigation. */
function isReload(url: string, contents: WebContents): boolean {
  const whole = (address: string): string => address.split('#', 1)[0] ?? '';
  return whole(url) === viewPage && whole(contents.getURL()) === viewPage;
}

/** In the system's browser, if it is one of our addresses. */
export function openOutside(url: string, log: Log): void {
  if (mayOpen(url))
    shell.openExternal(url).catch((error: unknown) => log(`the browser did not open: ${String(error)}`));
  else log('a page was kept from opening an address');
}

/** All that is granted; what is not here is denied. */
const granted: ReadonlySet<string> = new Set([
  // "Copy" buttons; writes plain text and nothing else.
  'clipboard-sanitized-write',
]);

export const mayUse = (permission: string): boolean => granted.has(permission);

/** All four doors: asked for, looked up, devices, and screens. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(mayUse(permission)));
  session.setPermissionCheckHandler((_contents, permission) => mayUse(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
}
