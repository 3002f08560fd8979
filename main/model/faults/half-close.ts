/** The peer shuts its sending half down and goes on reading. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type HalfClose = Bare<'half-close'>;

export const halfClose = fault<HalfClose>({
  kind: 'half-close',
  says: 'The peer stops sending and goes on reading',
  settings: {},
  example: { kind: 'half-close' },
  strikes: 'connection',
  label: () => 'half-close',
  traits: () => ({ ...lasting, effect: { is: 'announced', by: 'half-close' }, speaks: 'at-once' }),
  strike: () => [{ do: 'half-close' }],
});
