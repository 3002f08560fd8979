/** capabilities. */
import type { CommandFrame } from '../frame.ts';
import { firewallOption } from '../terminal/values.ts';

export function addCapabilities({ root, handlers, finish }: CommandFrame): void {
  root
    .command('capabilities')
    .summary('what this machine can do, and why not')
    .description('Tries what experiments need, and says what works here, what does not, why, and what would help.')
    .option('--json', 'as JSON')
    .option(...firewallOption)
    .action(({ json, allowFirewall }: { json?: true; allowFirewall?: true }) =>
      finish(handlers.capabilities({ json: json === true, allowFirewall: allowFirewall === true })),
    );
}
