export type { Client } from '#contract/host.ts';
