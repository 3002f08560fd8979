/** Text and tables that stay what they are on GitHub. */

/** What Markdown, HTML, or a mention would make of it is spelled out; no-break spaces keep cells on one line. */
export function text(value: string): string {
  return value
    .replace(/[\\`*_{}[\]<>|#~$]/g, (character) => `\\${character}`)
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, ':\\//');
}

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads.map(text)), line(heads.map(() => '---')), ...rows.map((row) => line(row.map(text)))].join('\n');
}
