/** Escaped HTML templates: whatever is put into one is text, unless it is itself a template. */
import { html, raw } from 'hono/html';

export type Markup = ReturnType<typeof raw>;

/** No promise is ever put in, so none comes out. */
export const markup = (strings: TemplateStringsArray, ...values: readonly unknown[]): Markup =>
  html(strings, ...values) as Markup;

/** For our own constants only: style sheets and symbols. */
export const trusted = (text: string): Markup => raw(text);
