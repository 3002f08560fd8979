import { sessionEn } from '#report/words/session-en.ts';
import type { SessionWords } from '#report/words/session-en.ts';
import { sessionZh } from '#report/words/session-zh.ts';
import type { Words } from '#report/words/en.ts';

/** The words of session reports that go with those of the reports. */
export const sessionWordsIn = ({ code }: Words): SessionWords => (code === 'en' ? sessionEn : sessionZh);
