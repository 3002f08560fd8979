/** A box between answers every packet by RST. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type MiddleboxRst = Bare<'middlebox-rst'>;

export const middleboxRst = fault<MiddleboxRst>({
  kind: 'middlebox-rst',
  says: 'A box between answers every packet by RST',
  settings: {},
  example: { kind: 'middlebox-rst' },
  strikes: 'network',
  label: () => 'middlebox-rst',
  // As a host that is back at once and knows nothing: the first packet is answered by RST.
  traits: () => ({ ...lasting, effect: { is: 'amnesia', afterMs: 0 }, speaks: 'when-asked' }),
  strike: () => [{ do: 'refuse', by: 'rst', isLimited: false }],
  heal: () => [{ do: 'forward' }],
});
