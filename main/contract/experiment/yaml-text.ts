/** Text of a file that people write, in YAML or JSON, to a value; and where each part of it stands. */
import { LineCounter, isMap, isNode, isPair, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Finding, Problem } from './problem.ts';

export interface YamlSource {
  /** Name of the file or preset, for messages. */
  readonly name: string;
  /** By default what the name says: `.json` or YAML. */
  readonly format?: 'yaml' | 'json';
}

/** Far above any experiment written by hand, far below what makes a parser slow. */
const maxCharacters = 1 << 20;

// Control characters that no text has, and U+FFFD, which stands for bytes that are no UTF-8.
// oxlint-disable-next-line no-control-regex
const notText = /[\u0000-\u0008\u000e-\u001f\ufffd]/;

/** Where the parser speaks of itself instead of the file. */
const plainWords: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key twice',
  MULTIPLE_DOCS: 'more than one document in the file',
};

export interface ReadYaml {
  readonly value: unknown;
  /** From 1; null for a place that is not in the text. */
  readonly lineOf: (finding: Finding) => number | null;
}

/** @throws what `refuse` makes of the problems. */
export function readYaml(text: string, source: YamlSource, refuse: (problems: readonly Problem[]) => Error): ReadYaml {
  const fail = (problem: string, line: number | null = null): never => {
    throw refuse([{ path: '', line, problem, given: null, allowed: null }]);
  };
  if (text.length > maxCharacters) fail(`longer than ${maxCharacters} characters`);
  if (notText.test(text)) fail('not a text file in UTF-8');
  if (text.trim() === '') fail('the file is empty');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const isJson = (source.format ?? (source.name.endsWith('.json') ? 'json' : 'yaml')) === 'json';
  const complaints = [...document.errors, ...document.warnings];
  const syntax = isJson ? complaints.filter(({ code }) => code === 'DUPLICATE_KEY') : complaints;
  if (isJson) checkJson(text, (problem, offset) => fail(problem, offset === null ? null : lines.linePos(offset).line));
  if (syntax.length > 0)
    throw refuse(
      syntax.map(({ code, message, pos }) => ({
        path: '',
        line: lines.linePos(pos[0]).line,
        problem: plainWords[code] ?? message,
        given: null,
        allowed: null,
      })),
    );
  if (document.contents === null) fail('the file is empty');
  return { value: toValue(document, fail), lineOf: (finding) => lineOf(document, lines, finding) };
}

function toValue(document: Document.Parsed, fail: (problem: string) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return fail(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** YAML takes almost all JSON and much more; a `.json` file must be JSON for other tools too. */
function checkJson(text: string, fail: (problem: string, offset: number | null) => never): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /at position (\d+)/.exec(message)?.[1];
    fail(message.replace(/ in JSON at position.*$/, ''), offset === undefined ? null : Number(offset));
  }
}

/** The line of the deepest part of the path that is there. */
function lineOf(document: Document.Parsed, lines: LineCounter, { path, onKey }: Finding): number | null {
  for (let length = path.length; length > 0; length--) {
    const isLast = length === path.length;
    const offset = isLast && onKey === true ? keyOffset(document, path) : valueOffset(document, path.slice(0, length));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return null;
}

function valueOffset(document: Document.Parsed, path: readonly PropertyKey[]): number | null {
  const node = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function keyOffset(document: Document.Parsed, path: readonly PropertyKey[]): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1));
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
}
