/** What every part of the view may use: the host, the stores, the words. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Words } from './words/en/index.ts';
import { en } from './words/en/index.ts';
import { zh } from './words/zh/index.ts';
import type { Client } from '#contract/wire/host.ts';
import type { Abilities } from '#contract/wire/abilities.ts';
import type { Commands } from '#store/commands.ts';
import type { Duties } from '#store/connection.ts';
import { en as reportEn } from '#report/words/en.ts';
import type { Words as ReportWords } from '#report/words/en.ts';
import { zh as reportZh } from '#report/words/zh.ts';
import type { PreferencesFace } from '#store/preferences.ts';

export interface App {
  readonly client: Client;
  readonly duties: Duties;
  readonly preferences: PreferencesFace;
  readonly commands: Commands;
}

const AppContext = createContext<App | null>(null);
export const AppProvider = AppContext.Provider;

export function useApp(): App {
  const app = use(AppContext);
  if (app === null) throw new Error('no app around this part');
  return app;
}

export type Language = 'en' | 'zh';
const words: Readonly<Record<Language, Words>> = { en, zh };

export function useLanguage(): Language {
  const { language } = useStore(useApp().preferences.store);
  if (language !== 'system') return language;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const useWords = (): Words => words[useLanguage()];
export const useAbilities = (): Abilities | null => useStore(useApp().duties.store, ({ abilities }) => abilities);

const reportWords: Readonly<Record<Language, ReportWords>> = { en: reportEn, zh: reportZh };

/** The words of the reports, for what is said in both places. */
export const useReportWords = (): ReportWords => reportWords[useLanguage()];
