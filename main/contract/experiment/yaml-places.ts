/** Where the keys and values of a YAML document stand. It is walked once: a file may have a key on each of its lines. */
import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter, Pair, YAMLMap } from 'yaml';
import type { Finding } from './problem.ts';

export class YamlPlaces {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<unknown, Pair>>();
  /** Lines, from 1, of keys that their mapping has already. */
  readonly secondKeys: readonly number[];

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
    const seconds: Pair[] = [];
    for (const mapping of mappingsIn(document)) {
      const pairs = new Map<unknown, Pair>();
      for (const pair of mapping.items) {
        const key = isScalar(pair.key) ? pair.key.value : pair.key;
        if (pairs.has(key)) seconds.push(pair);
        else pairs.set(key, pair);
      }
      this.#pairs.set(mapping, pairs);
    }
    this.secondKeys = seconds.map(({ key }) => this.#lineAt(key) ?? 1);
  }

  /** From 1: of the deepest part of the path that is there; null when there is none. */
  lineOf({ path, onKey }: Finding): number | null {
    for (let length = path.length; length > 0; length--) {
      const isKey = onKey === true && length === path.length;
      const line = this.#lineAt(isKey ? this.#keyAt(path) : this.#valueAt(path.slice(0, length)));
      if (line !== null) return line;
    }
    return null;
  }

  #lineAt(node: unknown): number | null {
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return offset === undefined ? null : this.#lines.linePos(offset).line;
  }

  #valueAt(path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>((node, key) => {
      if (isMap(node)) return this.#pairs.get(node)?.get(key)?.value;
      return isSeq(node) && typeof key === 'number' ? node.items[key] : undefined;
    }, this.#document.contents);
  }

  #keyAt(path: readonly PropertyKey[]): unknown {
    const parent = this.#valueAt(path.slice(0, -1));
    return isMap(parent) ? this.#pairs.get(parent)?.get(path.at(-1))?.key : undefined;
  }
}

/** However deep: without recursion. */
function mappingsIn({ contents }: Document.Parsed): readonly YAMLMap[] {
  const found: YAMLMap[] = [];
  const nodes: unknown[] = [contents];
  for (const node of nodes) {
    if (isMap(node)) found.push(node);
    if (isMap(node)) for (const { key, value } of node.items) nodes.push(key, value);
    if (isSeq(node)) for (const item of node.items) nodes.push(item);
  }
  return found;
}
