/** Text measured in terminal columns: Chinese takes two per character, combining marks none. */

/* East Asian Wide and Fullwidth (Unicode TR11), and emoji; what is ambiguous counts as narrow. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += zeroWidth.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)));

/* Between two characters, the second of them wide, a line may break without a space: but never before closing punctuation. */
const breakable = /(?<= )|(?=[\u4e00-\u9fff])/u;

/** Lines no wider than `columns` where words allow it; all but the first begin with `indent`. */
export function wrapped(text: string, columns: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(breakable)) {
    if (line.trim() !== '' && displayWidth((line + piece).trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}
