/** What is known of a socket option on one system. */
import type { OperatingSystem } from '../prediction.ts';

/** How we know: measured on that system; run there as far as wine imitates it; read in its documents and never run. */
export type Evidence = 'measured' | 'wine' | 'documents';

export interface OptionFact {
  readonly os: OperatingSystem;
  readonly option: 'keepalive' | 'idle' | 'interval' | 'count' | 'user-timeout';
  /** As it is called in that system's headers. */
  readonly call: string;
  readonly since: string;
  readonly unit: 'switch' | 's' | 'ms' | 'probes';
  readonly settable: boolean;
  readonly readable: boolean;
  readonly range: string;
  readonly default: string;
  /** The same as a number, in ms or probes; null for a switch, or where there is no such number. */
  readonly usual: number | null;
  /** What the application gets when it runs out; null where the option kills nothing by itself. */
  readonly onDeath: string | null;
  /** As Node names it; null where more than one is seen. */
  readonly errno: string | null;
  readonly source: string;
  readonly evidence: Evidence;
}
