/** ui: the app in a browser. */
import type { Command } from 'commander';
import type { CommandFrame } from '../frame.ts';
import { firewallOption, listenPortValue } from '../terminal/values.ts';

interface UiFlags {
  readonly host: string;
  readonly port: number;
  readonly db?: string;
  readonly allowFirewall?: true;
}

export function addUiCommands(frame: CommandFrame): void {
  const { root, handlers, finish, signal, output } = frame;
  const run = (flags: UiFlags): Promise<void> =>
    finish(handlers.ui({ ...flags, allowFirewall: flags.allowFirewall === true, signal }));
  root.commandsGroup('App:');
  described(root.command('ui').summary('open the app in a browser')).action(run);
  // One letter apart from `server`; scripts may still say it.
  described(root.command('serve', { hidden: true })).action((flags: UiFlags) => {
    output.writeError('halfopen: "serve" is now called "ui"; it does the same\n');
    return run(flags);
  });
}

const described = (command: Command): Command =>
  command
    .description(
      'Shows the app in browsers on this machine. Prints an address that contains a token, and runs until Ctrl-C.',
    )
    .option('--port <port>', 'port to listen on; 0 takes any free port', listenPortValue, 0)
    .option('--host <address>', 'address to listen on; any but 127.0.0.1 lets other machines in', '127.0.0.1')
    .option('--db <file>', 'use this history file')
    .option(...firewallOption)
    .addHelpText('after', '\nExamples:\n  halfopen ui\n  halfopen ui --port 8080 --db team.db');
