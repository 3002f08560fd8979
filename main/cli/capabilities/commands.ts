/** capabilities. */
import type { CommandFrame } from '../frame.ts';
import { firewallOption } from '../terminal/values.ts';

export function addCapabilities({ root, handlers, finish }: CommandFrame): void {
  root
    .command('capabilities')
    .summary('show what works on this machine')
    .description(
      'Tests what experiments need on this machine. Prints what works, what does not, the reason and the fix.',
    )
    .option('--json', 'print JSON')
    .option(...firewallOption)
    .action(({ json, allowFirewall }: { json?: true; allowFirewall?: true }) =>
      finish(handlers.capabilities({ json: json === true, allowFirewall: allowFirewall === true })),
    );
}
