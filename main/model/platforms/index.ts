/**
 * What each system lets a program do to a TCP socket and to its peer: the one table behind the capability answers, the
 * view and docs/platforms.md.
 */
import { darwinOptions } from './darwin.ts';
import type { OptionFact } from './fact.ts';
import { linuxOptions } from './linux.ts';
import { windowsOptions } from './windows.ts';

export const optionFacts: readonly OptionFact[] = [...linuxOptions, ...windowsOptions, ...darwinOptions];

export type { Evidence, OptionFact } from './fact.ts';
export { faultFacts } from './faults.ts';
export type { FaultFact } from './faults.ts';
export { optionCalls } from './option-calls.ts';
export type { OptionCalls } from './option-calls.ts';
