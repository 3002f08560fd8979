import { expect, test } from 'vitest';
import { noExtras, optionsOf } from '../../renderer/view/screens/sessions/extras.ts';

test('options beside the detector: nothing, a user timeout, a whole keepalive', () => {
  expect(optionsOf(noExtras)).toEqual({});
  expect(optionsOf({ ...noExtras, userTimeout: '4000' })).toEqual({ userTimeoutMs: 4000 });
  expect(optionsOf({ idle: '10', interval: '3', count: '5', userTimeout: '' })).toEqual({
    keepalive: { idleMs: 10_000, intervalMs: 3000, count: 5 },
  });
});

test.each([
  { ...noExtras, idle: '10' },
  { idle: '0', interval: '1', count: '1', userTimeout: '' },
  { idle: '1', interval: '1', count: '128', userTimeout: '' },
  { idle: '1', interval: '40000', count: '1', userTimeout: '' },
  { ...noExtras, userTimeout: '1.5' },
])('%o cannot be set', (extras) => {
  expect(optionsOf(extras)).toBe(null);
});
