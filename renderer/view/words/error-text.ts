import type { Words } from './en/index.ts';
import { HalfopenError } from '#model/error.ts';

/** What happened and what to do, in the reader's language where there are words for it. */
export function errorText(error: unknown, words: Words): { readonly message: string; readonly hint: string } {
  if (!(error instanceof HalfopenError))
    return { message: error instanceof Error ? error.message : String(error), hint: '' };
  const { code, message, hint = '', given = '', allowed = '', errno = '' } = error.detail;
  const known = words.errors[code];
  if (known === undefined) return { message, hint };
  return { message: known.message({ given, allowed, errno }), hint: known.hints?.[errno] ?? known.hint };
}
