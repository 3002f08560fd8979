import { expect, test } from 'vitest';
import { winsockErrno } from '#platform/win32/winsock-errno.ts';

test('the error of keepalive that Node has no name for gets its own; every other stays', () => {
  expect(winsockErrno('UNKNOWN', 'read')).toBe('ENETRESET');
  expect(winsockErrno('UNKNOWN', 'connect')).toBe('UNKNOWN');
  for (const code of ['ECONNRESET', 'ETIMEDOUT', 'ECONNABORTED']) expect(winsockErrno(code, 'read')).toBe(code);
});
