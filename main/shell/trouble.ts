/** The few things that no page can tell, because there is none to tell them. */
import { app, dialog } from 'electron';
import type { MessageBoxOptions } from 'electron';
import type { ErrorDetail } from '#model/error.ts';
import type { ShellWords } from './words.ts';

/** The page broke down: loaded again already, or asked for when it happens again. */
export function tellPageGone(words: ShellWords, how: { readonly again: boolean; readonly reload: () => void }): void {
  const detail = words.viewGoneDetail;
  if (!how.again)
    return ask({ type: 'warning', message: words.viewGone, detail, buttons: [words.ok] }, () => undefined);
  ask({ type: 'warning', message: words.viewGoneAgain, detail, buttons: [words.again, words.quit] }, (choice) =>
    choice === 0 ? how.reload() : app.quit(),
  );
}

/** The host process is gone for good, or could not begin: `error` says why then. */
export function tellHostGone(
  words: ShellWords,
  gone: { readonly error: ErrorDetail | null; readonly logPath: string; readonly restart: () => void },
): void {
  const { error, logPath, restart } = gone;
  const message = error === null ? words.hostGone : words.hostFailed;
  const detail =
    error === null ? `${words.hostGoneDetail}\n${logPath}` : [error.message, error.hint].filter(Boolean).join('\n');
  ask({ type: 'error', message, detail, buttons: [words.again, words.quit] }, (choice) =>
    choice === 0 ? restart() : app.quit(),
  );
}

/** A file that the system gave us to open. */
export function tellNotOpened(words: ShellWords, { message, hint }: ErrorDetail): void {
  const detail = [message, hint].filter(Boolean).join('\n');
  ask({ type: 'error', message: words.notOpened, detail, buttons: [words.ok] }, () => undefined);
}

/** Closing the dialog is its last button. */
function ask(options: MessageBoxOptions & { readonly buttons: string[] }, then: (choice: number) => void): void {
  dialog.showMessageBox({ ...options, defaultId: 0, cancelId: options.buttons.length - 1 }).then(
    ({ response }) => then(response),
    () => app.quit(),
  );
}
