import type { Client } from '#contract/host.ts';
/** Replaced when the wires are merged. */
export declare function openLink(): {
  readonly client: Client;
  onState(handle: (state: { kind: 'open' }) => void): () => void;
};
