/** Names come from files: what would break a line, a terminal or the reading direction is made visible instead. */

/* C0 and C1 controls (terminal escapes begin there), and the bidirectional controls that can reverse what follows. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
/* Half of a surrogate pair is no character. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function clean(text: string): string {
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(unprintable, '\ufffd')
    .replace(loneSurrogate, '\ufffd');
}

/** The same text for a double-quoted scalar of JSON or YAML. */
export function escapeUnprintable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same data with every string in it clean. */
export function cleaned<T>(value: T): T {
  if (typeof value === 'string') return clean(value) as T;
  if (Array.isArray(value)) return value.map(cleaned) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), cleaned(inner)])) as T;
}
