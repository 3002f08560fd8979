import { hostContract } from '#contract/wire/host.ts';
import type { Contract, Host } from '#contract/wire/host.ts';
import { HalfopenError } from '#model/error.ts';

type Method = (input: unknown, signal: AbortSignal) => unknown;

/** The host, whose feeds end when it closes, and which answers nothing after that. */
export function untilClosed(host: Host, closing: AbortSignal): Host {
  const methods = Object.entries(hostContract).map(([name, { kind }]): readonly [string, Method] => {
    const method = host[name as keyof Contract] as Method;
    return [
      name,
      (input, signal) => {
        if (!closing.aborted) return method(input, AbortSignal.any([signal, closing]));
        if (kind === 'call') return Promise.reject(closed());
        throw closed();
      },
    ];
  });
  return Object.fromEntries(methods) as unknown as Host;
}

const closed = (): HalfopenError =>
  new HalfopenError({
    code: 'host-closed',
    fault: 'machine',
    message: 'The program is ending.',
    hint: 'Start it again.',
  });
