/** Entry of the command line, once halfopen.mjs has found a Node that can run it. */
import { exitCodes } from '#model/error.ts';
import { handlers } from './handlers.ts';
import type { Language } from './options.ts';
import { printError } from './terminal/print-error.ts';
import { runProgram } from './program.ts';
import { terminal } from './terminal/terminal.ts';

/** Help that goes to a file or a pager. */
const helpColumns = 80;

const interrupt = new AbortController();

function onSignal(): void {
  // The second one means it: whatever is still being saved is left as it is.
  if (interrupt.signal.aborted) process.exit(exitCodes.cancelled);
  interrupt.abort();
}

/** `LC_ALL` before `LC_MESSAGES` before `LANG` (POSIX, locale(7)). */
function systemLanguage({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

async function main(): Promise<number> {
  try {
    return await runProgram(process.argv.slice(2), {
      handlers,
      signal: interrupt.signal,
      language: systemLanguage(process.env),
      output: {
        write: (text) => void process.stdout.write(text),
        writeError: (text) => void process.stderr.write(text),
        columns: process.stdout.isTTY ? process.stdout.columns : helpColumns,
        colors: terminal(process.stdout).color && terminal(process.stderr).color,
      },
    });
  } catch (error) {
    return printError(error, {
      write: (text) => void process.stderr.write(text),
      debug: (process.env['HALFOPEN_DEBUG'] ?? '') !== '',
      colors: terminal(process.stderr).color,
    });
  }
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
// Whoever read what went wrong is gone: no reason to end what is being measured.
process.stderr.on('error', () => {});
// `halfopen history | head`: nobody reads any more, which is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? exitCodes.done);
});

process.exitCode = await main();
