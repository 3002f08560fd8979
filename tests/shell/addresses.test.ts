import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incidents } from '#contract/experiment/default-preset.ts';
import { loadPreset } from '#host/presets.ts';
import { addresses, mayOpen, sources } from '#shell/addresses.ts';

test.each(Object.values(addresses))('%s may be opened', (url) => {
  expect(mayOpen(url)).toBe(true);
  expect(url).toMatch(/^https:/);
});

test.each([
  'https://www.rfc-editor.org/',
  'http://www.rfc-editor.org/rfc/rfc9293.html',
  `${addresses.tcp}?x`,
  `${addresses.tcp}#section-3`,
  ` ${addresses.tcp}`,
  addresses.tcp.toUpperCase(),
  'https://www.rfc-editor.org@evil.example/rfc/rfc9293.html',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'halfopen://history',
  '',
])('%s may not', (url) => {
  expect(mayOpen(url)).toBe(false);
});

test('what the stories of the presets link to may be opened, and nothing else was let in with it', () => {
  const linked = incidents.flatMap((name) => loadPreset(name).plan.story?.sources ?? []);
  expect([...new Set(linked)].toSorted()).toEqual([...sources].toSorted());
  for (const url of linked) expect(mayOpen(url), url).toBe(true);
});

test('no other text may', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl()), (url) => !mayOpen(url)));
});
