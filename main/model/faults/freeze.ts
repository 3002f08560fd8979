/** SIGSTOP to the process of the peer: its kernel goes on acknowledging. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type Freeze = Bare<'freeze'>;

export const freeze = fault<Freeze>({
  kind: 'freeze',
  says: 'The process of the peer is stopped (SIGSTOP); its kernel goes on acknowledging',
  settings: {},
  example: { kind: 'freeze' },
  strikes: 'process',
  label: () => 'freeze',
  traits: () => ({ ...lasting, effect: { is: 'stopped' } }),
  strike: () => [{ do: 'stop' }],
  heal: () => [{ do: 'continue' }],
});
