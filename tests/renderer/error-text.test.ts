import { expect, test } from 'vitest';
import { HalfopenError } from '#model/error.ts';
import { en } from '../../renderer/view/words/en/index.ts';
import { zh } from '../../renderer/view/words/zh/index.ts';
import { errorText } from '../../renderer/view/words/error-text.ts';

const detail = { fault: 'machine', message: 'said by the host' } as const;

test('an error about a file names it, whatever went wrong', () => {
  expect(errorText(new HalfopenError({ ...detail, code: 'disk-full' }), en, 'a.halfopen').message).toBe(
    'a.halfopen: The disk is full.',
  );
  expect(errorText(new Error('unreadable'), zh, 'a.halfopen').message).toBe('a.halfopen：unreadable');
});

test('and names it once', () => {
  const error = new HalfopenError({ ...detail, code: 'import-invalid', given: 'a.halfopen' });
  expect(errorText(error, en, 'a.halfopen').message).toBe(errorText(error, en).message);
});

test('what to do depends on the errno where that says more', () => {
  const failed = (errno: string) => errorText(new HalfopenError({ ...detail, code: 'not-reachable', errno }), en);
  expect(failed('ECONNREFUSED')).toMatchObject({ message: 'The connection failed: ECONNREFUSED.' });
  expect(failed('ECONNREFUSED').hint).not.toBe(failed('ENOTFOUND').hint);
  expect(failed('EOTHER').hint).toMatch(/./);
});
