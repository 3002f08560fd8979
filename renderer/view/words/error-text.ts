import type { Words } from './en/index.ts';
import { HalfopenError } from '#model/error.ts';

interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

/**
 * What happened and what to do, in the reader's language where there are words for it.
 * @param about what it happened to, such as a file, where the reader cannot see it; named unless the message does so itself
 */
export function errorText(error: unknown, words: Words, about?: string): ErrorText {
  const said = textOf(error, words);
  if (about === undefined || said.message.includes(about)) return said;
  return { ...said, message: `${about}${words.frame.colon}${said.message}` };
}

function textOf(error: unknown, words: Words): ErrorText {
  if (!(error instanceof HalfopenError))
    return { message: error instanceof Error ? error.message : String(error), hint: '' };
  const { code, message, hint = '', given = '', allowed = '', errno = '', path = '' } = error.detail;
  const known = words.errors[code];
  if (known === undefined) return { message, hint };
  return { message: known.message({ given, allowed, errno, path }), hint: known.hints?.[errno] ?? known.hint };
}
