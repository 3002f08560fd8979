/** The peer answers PING late. It lives, so silence is right, unless so slow `countsAs` dead. */
import { shortDuration } from '../duration.ts';
import { faultTime } from '../settings/limits.ts';
import { choice, duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

const settings = {
  delay: duration(faultTime, 'How late every PONG is'),
  countsAs: choice(
    ['alive', 'dead'],
    'What a peer that slow is to you: alive (as if left out), so silence is right, or dead',
    { optional: true },
  ),
} as const satisfies Settings;

export type SlowPong = Kind<'slow-pong', typeof settings>;

export const slowPong = fault<SlowPong>({
  kind: 'slow-pong',
  says: 'The peer lives but answers late; the right answer is silence, unless so slow counts as dead',
  settings,
  example: { kind: 'slow-pong', delayMs: 10_000, countsAs: 'alive' },
  offers: [{ kind: 'slow-pong', delayMs: 5000 }],
  strikes: 'connection',
  shorthand: 'delay',
  label: ({ delayMs, countsAs }) => `slow-pong ${shortDuration(delayMs)}${countsAs === 'dead' ? ' = dead' : ''}`,
  traits: ({ delayMs, countsAs }) => ({
    ...lasting,
    effect: { is: 'slow', delayMs },
    isTransient: countsAs !== 'dead',
  }),
  strike: ({ delayMs }) => [{ do: 'delay-pongs', delayMs }],
  heal: () => [{ do: 'delay-pongs', delayMs: null }],
});
