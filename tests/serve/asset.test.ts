import { relative } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveAsset } from '#door/asset.ts';

const root = '/srv/view';

test.each([
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/index.html?x=1#y', 'index.html', 'text/html; charset=utf-8'],
  ['/assets/a-b_c.js', 'assets/a-b_c.js', 'text/javascript; charset=utf-8'],
  ['/assets/%61.css', 'assets/a.css', 'text/css; charset=utf-8'],
])('%s is %s', (path, file, mime) => {
  expect(resolveAsset(`http://halfopen${path}`, root)).toEqual({ path: `${root}/${file}`, mime });
});

test.each(['/a', '/a.exe', '/.env', '/%', '/a%00.js', '/a:b.js', '/a\\b.js', '', 'no address'])(
  '%s is nothing',
  (path) => {
    expect(resolveAsset(path.startsWith('/') ? `app://halfopen${path}` : path, root)).toBe(null);
  },
);

test('no address leads out of the folder', () => {
  const piece = fc.constantFrom(
    '..',
    '%2e%2e',
    '.',
    '%2f',
    '/',
    '\\',
    '%5c',
    '%00',
    'C:',
    'a',
    'a.js',
    '%252e',
    '//',
    ';',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 12 }), (pieces) => {
      const found = resolveAsset(`http://halfopen/${pieces.join('')}`, root);
      if (found === null) return true;
      return !relative(root, found.path).startsWith('..') && found.path.startsWith(`${root}/`);
    }),
    { numRuns: 2000 },
  );
});
