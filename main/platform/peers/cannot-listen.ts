import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';

const hints: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Choose another port, or stop the other program.',
  EACCES: 'Choose a port above 1023: lower ones need privileges.',
  EADDRNOTAVAIL: 'Choose an address of this machine, such as 127.0.0.1.',
  ENOTFOUND: 'Choose an address of this machine, such as 127.0.0.1.',
};

/** Why no server could listen there, as data: `port-in-use` or `cannot-listen`. */
export function cannotListen({ address, port }: Endpoint, errno: string, cause?: unknown): HalfopenError {
  const inUse = errno === 'EADDRINUSE';
  return new HalfopenError(
    {
      code: inUse ? 'port-in-use' : 'cannot-listen',
      fault: 'input',
      message: inUse
        ? `Port ${port} on ${address} is in use by another program.`
        : `Halfopen cannot listen on ${address} port ${port}: ${errno}.`,
      hint: hints[errno] ?? 'Choose another address or port.',
      path: errno === 'EADDRNOTAVAIL' || errno === 'ENOTFOUND' ? 'host' : 'port',
      given: errno === 'EADDRNOTAVAIL' || errno === 'ENOTFOUND' ? address : String(port),
      errno,
    },
    cause,
  );
}
