import { Option } from 'commander';
import { languages } from '../options.ts';
import type { Language } from '../options.ts';

export function languageOption(language: Language): Option {
  return new Option('--lang <language>', 'language of tables and reports').choices(languages).default(language);
}
