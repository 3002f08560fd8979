import type { experiments as experimentsEn } from '../en/experiments.ts';

export const experiments: typeof experimentsEn = {
  title: '',
};
