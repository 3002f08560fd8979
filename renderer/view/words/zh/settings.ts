import type { settings as settingsEn } from '../en/settings.ts';

export const settings: typeof settingsEn = {
  title: '',
};
