import type { OptionFact } from './platforms/index.ts';

/** What this machine can do; where it cannot, why, and what would help. Shown as it is, never hidden. */
export interface Capability {
  /** Stable: `helper`, `cut`, `fault:blackhole`, `option:keepalive`, `firewall`, `firewall-leftovers`, `private-network`, `packet-filter`, `connection-tracking`, `packet-capture`. */
  readonly id: string;
  /** One line, for people. */
  readonly what: string;
  readonly can: true | { readonly no: string; readonly fix?: string };
}

export interface Capabilities {
  readonly os: string;
  readonly kernel: string;
  readonly items: readonly Capability[];
  /** What is known of the options of this system, whether or not this version has them. */
  readonly options: readonly OptionFact[];
}
