/** Theme and language on the page itself, and kept beside it, so that the next start paints them at once. */
import type { Preferences } from '#model/history-query.ts';

type Look = Pick<Preferences, 'language' | 'theme'>;
const key = 'halfopen-look';

export function rememberedLook(): Partial<Look> {
  try {
    const { language, theme } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Look>;
    return {
      ...(language === 'en' || language === 'zh' ? { language } : {}),
      ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    };
  } catch {
    return {};
  }
}

export function rememberLook({ language, theme }: Look): void {
  const page = document.documentElement;
  page.lang = language === 'system' ? navigator.language : language === 'zh' ? 'zh-CN' : 'en';
  if (theme === 'system') delete page.dataset['theme'];
  else page.dataset['theme'] = theme;
  try {
    localStorage.setItem(key, JSON.stringify({ language, theme }));
  } catch {
    // A page without storage forgets; the host does not.
  }
}
