/** In the host process: a file that the system opened with Halfopen. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Host } from '#contract/wire/host.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';
import type { FromHost } from './host-messages.ts';

/** Those of `history.import`. */
const mostBytes = 256 << 20;
const longestName = 255;

/** Takes the experiments of a file in; what cannot be is said, and changes nothing. */
export async function openFile(host: Pick<Host, 'history.import'>, path: string): Promise<FromHost> {
  const name = basename(path).slice(-longestName);
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw tooLarge(name, size);
    const text = await readFile(path, 'utf8');
    const { ids } = await host['history.import']({ name, text }, new AbortController().signal);
    return { say: 'opened', ids: [...ids] };
  } catch (error) {
    return { say: 'not-opened', error: detailOf(error) };
  }
}

const tooLarge = (name: string, size: number): HalfopenError =>
  new HalfopenError({
    code: 'file-too-large',
    fault: 'input',
    message: `${name} has ${size} bytes.`,
    allowed: `at most ${mostBytes} bytes`,
  });

/** As data: errors do not cross a process boundary. */
export function detailOf(error: unknown): ErrorDetail {
  if (error instanceof HalfopenError) return error.detail;
  return { code: 'internal', fault: 'internal', message: error instanceof Error ? error.message : String(error) };
}
