/** SIGKILL to the process of the peer: its kernel sends FIN, or RST when unread data is queued. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type Kill = Bare<'kill'>;

export const kill = fault<Kill>({
  kind: 'kill',
  says: 'The process of the peer is killed (SIGKILL)',
  settings: {},
  example: { kind: 'kill' },
  strikes: 'process',
  label: () => 'kill',
  traits: () => ({ ...lasting, effect: { is: 'announced', by: 'exit' }, speaks: 'at-once' }),
  strike: () => [{ do: 'kill' }],
});
