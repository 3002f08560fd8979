import { useMemo } from 'react';
import { useLanguage } from './app-context.tsx';

/** Dates as the reader's own place writes them, in the language of the app: 24 hours where that is usual. */
export function useDateText(): (iso: string) => string {
  const language = useLanguage();
  return useMemo(() => {
    const place = navigator.languages.find((tag) => tag.toLowerCase().startsWith(language));
    const format = new Intl.DateTimeFormat(place ?? language, { dateStyle: 'medium', timeStyle: 'medium' });
    return (iso) => format.format(new Date(iso));
  }, [language]);
}
