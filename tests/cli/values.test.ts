import { describe, expect, it } from 'vitest';
import { alignColumns } from '#cli/terminal/columns.ts';
import { hostPortValue } from '#cli/terminal/values.ts';

describe('the address of a server', () => {
  it.each([
    ['db.example', 'db.example', 43_211],
    ['db.example:99', 'db.example', 99],
    ['127.0.0.1', '127.0.0.1', 43_211],
    ['127.0.0.1:1', '127.0.0.1', 1],
    ['::1', '::1', 43_211],
    ['fe80::1%eth0', 'fe80::1%eth0', 43_211],
    ['[::1]', '::1', 43_211],
    ['[::1]:65535', '::1', 65_535],
  ])('%s', (text, host, port) => {
    expect(hostPortValue(text)).toEqual({ host, port });
  });

  it.each(['', ' ', ':99', 'a:0', 'a:65536', 'a:b', '[]', '[::1]99', 'a:1:2'])('is refused: "%s"', (text) => {
    expect(() => hostPortValue(text)).toThrow(/Allowed: /);
  });
});

it('aligns columns and leaves no blanks at the ends of lines', () => {
  expect(
    alignColumns([
      ['a', 'bb', ''],
      ['ccc', 'd', 'e'],
    ]),
  ).toBe('a    bb\nccc  d   e\n');
  expect(alignColumns([])).toBe('');
});
