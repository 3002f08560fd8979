import { count } from '#report/text/numbers.ts';

const rules = new Intl.PluralRules('en');

/** `1 session`, `2,000 sessions`. */
export const counted = (n: number, one: string, other: string): string =>
  `${count(n)} ${rules.select(n) === 'one' ? one : other}`;
