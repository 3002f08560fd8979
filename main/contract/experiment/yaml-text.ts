/** Text of a file that people write, in YAML or JSON, to a value; and where each part of it stands. */
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Finding, Problem } from './problem.ts';
import { YamlPlaces } from './yaml-places.ts';

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
    throw refuse([complaint(problem, line)]);
  };
  if (text.length > maxCharacters) fail(`longer than ${maxCharacters} characters`);
  if (notText.test(text)) fail('not a text file in UTF-8');
  if (text.trim() === '') fail('the file is empty');
  const lines = new LineCounter();
  // The parser would compare each key with all before it: `YamlPlaces` finds keys that are there twice.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const isJson = (source.format ?? (source.name.endsWith('.json') ? 'json' : 'yaml')) === 'json';
  if (isJson) checkJson(text, (problem, offset) => fail(problem, offset === null ? null : lines.linePos(offset).line));
  const syntax = isJson ? [] : [...document.errors, ...document.warnings];
  const places = new YamlPlaces(document, lines);
  const complaints = [
    ...syntax.map(({ code, message, pos }) => complaint(plainWords[code] ?? message, lines.linePos(pos[0]).line)),
    ...places.secondKeys.map((line) => complaint('the same key twice', line)),
  ];
  if (complaints.length > 0) throw refuse(complaints);
  if (document.contents === null) fail('the file is empty');
  return { value: toValue(document, fail), lineOf: (finding) => places.lineOf(finding) };
}

const complaint = (problem: string, line: number | null): Problem => ({
  path: '',
  line,
  problem,
  given: null,
  allowed: null,
});

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
