import type { history as historyEn } from '../en/history.ts';

export const history: typeof historyEn = {
  title: '',
};
