/** A report on paper: printed by a hidden window that runs nothing, in a session that keeps nothing. */
import { BrowserWindow, session } from 'electron';
import { Papers } from './scheme.ts';
import { paperPreferences } from './web-preferences.ts';

/** Call once the app is ready. */
export function createPrinter(): (html: string) => Promise<Uint8Array<ArrayBuffer>> {
  const papers = new Papers(session.fromPartition(paperPreferences.partition).protocol);
  return async (html) => {
    const window = new BrowserWindow({ show: false, webPreferences: paperPreferences });
    const url = papers.lay(html);
    try {
      await window.loadURL(url);
      const pdf = await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true });
      return new Uint8Array(pdf);
    } finally {
      papers.take(url);
      window.destroy();
    }
  };
}
