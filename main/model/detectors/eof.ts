import { reader } from './reading.ts';
import type { ReaderState } from './reading.ts';
import type { Detector } from '../detector.ts';

/** Believes what recv() returns: 0 is EOF, an errno is death, anything else is life. */
export const eof = (): Detector<ReaderState> => reader('eof', {});
