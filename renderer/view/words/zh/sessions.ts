import type { sessions as sessionsEn } from '../en/sessions.ts';

export const sessions: typeof sessionsEn = {
  title: '',
};
