/** The one thing a page can ask the main process for: a port to the host. The only file that sees `ipcMain`. */
import { ipcMain, MessageChannelMain } from 'electron';
import type { MessagePortMain } from 'electron';
import { viewOrigin } from './scheme.ts';

/** What is looked at of a frame. */
export interface Sender {
  readonly origin: string;
  readonly parent: unknown;
}

/** The page itself, neither a frame in it nor anything from elsewhere. Electron, Security, item 17. */
export function isOurPage(frame: Sender | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === viewOrigin;
}

/** Checked once, here: from then on the port itself is the permission. */
export function handOutPorts(serve: (port: MessagePortMain) => void, log: (line: string) => void): void {
  ipcMain.on('halfopen:connect', ({ senderFrame }) => {
    if (senderFrame === null || !isOurPage(senderFrame)) return log('a port was asked for by a page that is not ours');
    const { port1, port2 } = new MessageChannelMain();
    serve(port2);
    senderFrame.postMessage('halfopen:port', null, [port1]);
  });
}
