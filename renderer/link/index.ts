export type { Wire } from '#contract/wire.ts';
