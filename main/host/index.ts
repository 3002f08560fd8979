import { hostContract } from '#contract/host.ts';
import type { Host } from '#contract/host.ts';
import { HalfopenError } from '#model/error.ts';
import type { StartPeer } from '#platform/any/peer-starter.ts';

export interface HostOptions {
  readonly historyPath?: string;
  readonly pdf?: (html: string) => Promise<Uint8Array>;
  readonly reveal?: (folder: string) => Promise<void>;
  readonly startPeer?: StartPeer;
  readonly log: (line: string) => void;
}

/** A place for the host until it is here: knows every name and can do nothing. */
export function createHost(_options: HostOptions): { readonly host: Host; close(): Promise<void> } {
  const cannot = (): never => {
    throw new HalfopenError({ code: 'no-host', fault: 'internal', message: 'This build has no host.' });
  };
  const host = Object.fromEntries(
    Object.entries(hostContract).map(([name, { kind }]) => [
      name,
      kind === 'call'
        ? async () => cannot()
        : // oxlint-disable-next-line require-yield
          async function* () {
            cannot();
          },
    ]),
  );
  return { host: host as unknown as Host, close: async () => undefined };
}
