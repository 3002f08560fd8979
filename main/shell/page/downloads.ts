/** What the view saves goes where the system's own dialog says; nothing else is downloaded. */
import { basename, join } from 'node:path';
import type { Session } from 'electron';
import { viewOrigin } from './scheme.ts';

export interface SaveOptions {
  /** Where the dialog opens. */
  readonly folder: string;
  readonly title: () => string;
  readonly log: (line: string) => void;
}

/** Files that the page made itself: `<a download>` of a blob of ours. */
export const isOurFile = (url: string): boolean => url.startsWith(`blob:${viewOrigin}/`);

export function askWhereToSave(session: Session, { folder, title, log }: SaveOptions): void {
  session.on('will-download', (event, item) => {
    if (!isOurFile(item.getURL())) {
      event.preventDefault();
      return log('a download was refused');
    }
    // Without a save path Electron asks by itself; the page chooses the name, never the place.
    item.setSaveDialogOptions({
      title: title(),
      defaultPath: join(folder, basename(item.getFilename().replaceAll('\\', '/'))),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    item.once('done', (_, state) => void (state === 'interrupted' && log('a file could not be saved')));
  });
}
