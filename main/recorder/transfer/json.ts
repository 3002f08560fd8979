import { refused } from './refusal.ts';

/** @throws HalfopenError `import-invalid`. */
export function parseJson(text: string, source: string, line: number | null = null): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = line === null ? '' : `line ${line}: `;
    throw refused(
      'import-invalid',
      `${source} is not JSON: ${where}${error instanceof Error ? error.message : ''}`,
      source,
    );
  }
}
