/** The peer aborts the connection: RST. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type Rst = Bare<'rst'>;

export const rst = fault<Rst>({
  kind: 'rst',
  says: 'The peer aborts the connection',
  settings: {},
  example: { kind: 'rst' },
  strikes: 'connection',
  label: () => 'rst',
  traits: () => ({ ...lasting, effect: { is: 'announced', by: 'rst' }, speaks: 'at-once' }),
  strike: () => [{ do: 'rst' }],
});
