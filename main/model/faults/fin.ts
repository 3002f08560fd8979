/** The peer closes the connection (close(2)): FIN, and RST to what is sent later. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type Fin = Bare<'fin'>;

export const fin = fault<Fin>({
  kind: 'fin',
  says: 'The peer closes the connection',
  settings: {},
  example: { kind: 'fin' },
  strikes: 'connection',
  label: () => 'fin',
  traits: () => ({ ...lasting, effect: { is: 'announced', by: 'fin' }, speaks: 'at-once' }),
  strike: () => [{ do: 'fin' }],
});
