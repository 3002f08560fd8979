/** Nothing happens: the control. The right answer is silence. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type None = Bare<'none'>;

export const none = fault<None>({
  kind: 'none',
  says: 'Nothing happens: the control',
  settings: {},
  example: { kind: 'none' },
  strikes: 'connection',
  label: () => 'none',
  traits: () => ({ ...lasting, effect: { is: 'nothing' }, isTransient: true }),
  strike: () => [],
  heal: () => [],
});
