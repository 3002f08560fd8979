/** How a table may look where it is printed: colours or not, Unicode or not. */
import pc from 'picocolors';

type Paint = (text: string) => string;

export interface TableStyle {
  /** Text as this terminal can show it; no-break spaces stay until lines are broken. */
  readonly text: (text: string) => string;
  readonly marks: { readonly agrees: string; readonly disagrees: string };
  readonly line: string;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly good: Paint;
}

/** What stands in for a character on a terminal without UTF-8. */
const substitutes: Readonly<Record<string, string>> = {
  '\u2013': '-',
  '\u2212': '-',
  '\u2265': '>=',
  '\u221e': 'inf',
  '\u00d7': 'x',
  '\u2192': '->',
  '\u2190': '<-',
  '\u2026': '...',
  '\u201c': '"',
  '\u201d': '"',
  '\u2019': "'",
  '\u00b7': '-',
};

const toAscii = (text: string): string =>
  text.replace(/[^\u0020-\u007e\u00a0]/gu, (character) => substitutes[character] ?? '?');

export function tableStyle({ color, unicode }: { color: boolean; unicode: boolean }): TableStyle {
  const paint = pc.createColors(color);
  return {
    text: unicode ? (text) => text : toAscii,
    marks: unicode ? { agrees: '\u2713', disagrees: '\u2717' } : { agrees: 'ok', disagrees: 'XX' },
    line: unicode ? '\u2500' : '-',
    bold: paint.bold,
    dim: paint.dim,
    bad: (text) => paint.bold(paint.red(text)),
    warn: paint.yellow,
    good: paint.green,
  };
}

/** Whether the locale's character set is UTF-8, by the variables in their order of precedence (locale(7)). */
export function speaksUnicode(environment: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (platform === 'win32') return true;
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find((value) => value);
  return /utf-?8/i.test(locale ?? '');
}
