/** serve: the app's view in a browser. */
import type { CommandFrame } from '../frame.ts';
import { firewallOption, listenPortValue } from '../terminal/values.ts';

interface ServeFlags {
  readonly host: string;
  readonly port: number;
  readonly db?: string;
  readonly allowFirewall?: true;
}

export function addViewCommands({ root, handlers, finish, signal }: CommandFrame): void {
  root.commandsGroup('The app:');
  root
    .command('serve')
    .summary("the app's view in a browser")
    .description(
      'Serves the view of the desktop app to browsers of this machine, at an address with a token, until Ctrl-C.',
    )
    .option('--port <port>', 'where to listen; 0 takes any free port', listenPortValue, 0)
    .option('--host <address>', 'which address to listen on; any but 127.0.0.1 lets other machines in', '127.0.0.1')
    .option('--db <file>', "another history than the user's own")
    .option(...firewallOption)
    .addHelpText('after', '\nExamples:\n  halfopen serve\n  halfopen serve --port 8080 --db team.db')
    .action((flags: ServeFlags) =>
      finish(handlers.serve({ ...flags, allowFirewall: flags.allowFirewall === true, signal })),
    );
}
