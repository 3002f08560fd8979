/** Believes what recv() returns: 0 is EOF, an errno is death, anything else is life. */
import type { Bare } from '../settings/setting.ts';
import { detector, readerTraits } from './part.ts';
import { reader } from './reading.ts';

export type EofSettings = Bare<'eof'>;

export const eof = detector<EofSettings>({
  kind: 'eof',
  says: 'Reads only: believes what recv() returns',
  settings: {},
  example: { kind: 'eof' },
  replay: 'asks-kernel',
  ownRule: 'kernel',
  label: () => 'eof',
  machine: () => reader('eof', {}),
  traits: () => readerTraits,
});
