import { expect, it } from 'vitest';
import { nearest } from '#contract/experiment/nearest.ts';

const keys = ['kind', 'idle', 'interval', 'count', 'userTimeout', 'direction'];

it.each([
  ['idel', 'idle'],
  ['Idle', 'idle'],
  ['intervall', 'interval'],
  ['user_timeout', 'userTimeout'],
  ['user-timeout', 'userTimeout'],
  ['cuont', 'count'],
  ['dir', 'direction'],
  ['zzz', null],
  ['', null],
])('takes %s for %s', (word, meant) => {
  expect(nearest(word, keys)).toBe(meant);
});

it('has no suggestion where there is nothing to choose from', () => {
  expect(nearest('idle', [])).toBeNull();
});
