/** The desktop app: one window over a host in a process of its own. What it does is in main/shell. */
import { app } from 'electron';
import { begin, prepare } from '#shell/app.ts';
import { registerScheme } from '#shell/page/scheme.ts';
import { readStart } from '#shell/start-arguments.ts';

/** After the program, and in development after the folder that Electron was told to run. */
const args = process.argv.slice(app.isPackaged ? 1 : 2);
/** Would open the pages to every program of this machine. Chromium reads them early: this is a second lock. */
const refused = ['remote-debugging-port', 'remote-debugging-pipe'];

registerScheme();
if (app.isPackaged && refused.some((name) => app.commandLine.hasSwitch(name))) app.exit(2);
else if (app.requestSingleInstanceLock({ args })) {
  const prepared = prepare();
  if (app.isPackaged) app.setAsDefaultProtocolClient('halfopen');
  app.whenReady().then(
    () => begin(readStart(args), prepared),
    () => app.exit(4),
  );
} else app.quit();
