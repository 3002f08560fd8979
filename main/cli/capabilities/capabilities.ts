import type { Capabilities } from '#model/capability.ts';
import { exitCodes } from '#model/error.ts';
import { allowFirewall, capabilities } from '#platform';
import { alignColumns } from '../terminal/columns.ts';
import { paint } from '../terminal/terminal.ts';

/** Prints what works on this machine, and why the rest does not; for people, or as JSON for scripts. */
export async function showCapabilities(options: {
  readonly json: boolean;
  readonly allowFirewall: boolean;
}): Promise<number> {
  if (options.allowFirewall) allowFirewall();
  const found = await capabilities();
  process.stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : inWords(found));
  return exitCodes.done;
}

export function inWords({ os, kernel, items, options }: Capabilities): string {
  const lines = items.map(({ what, can }) => {
    if (can === true) return `${paint.green('yes')}  ${what}`;
    const remedy = can.fix === undefined ? '' : `\n       fix: ${can.fix}`;
    return `${paint.yellow('no ')}  ${what}\n       reason: ${can.no}${remedy}`;
  });
  const rows = options.map(({ call, unit, range, default: usual, readable }) => [
    `  ${call}`,
    unit,
    range,
    `default ${usual}`,
    readable ? '' : 'cannot be read back',
  ]);
  const known = `${paint.bold('Socket options on this system')} (other systems: docs/platforms.md)`;
  return `${os} ${kernel}\n\n${lines.join('\n')}\n\n${known}\n${alignColumns(rows)}`;
}
