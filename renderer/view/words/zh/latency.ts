import type { latency as latencyEn } from '../en/latency.ts';

export const latency: typeof latencyEn = {
  title: '',
};
