export type { Host } from '#contract/host.ts';
