/** Values that results carry as text, in English: as they come. Every other language has the type of this object. */
import type { Effective } from '#model/options.ts';
import type { Reasoning } from '#model/prediction.ts';

export const valuesEn = {
  /** The control, where its short label would be read as "nothing". */
  noFault: 'no fault' as string,
  /** A timeout of zero. */
  off: 'off (0)' as string,
  option: (name: keyof Effective): string => ({ keepalive: 'keepalive', userTimeoutMs: 'user timeout' })[name],
  commas: (parts: readonly string[]): string => parts.join(', '),
  /** Why a verdict was reached, a trial is invalid, or an option has no value. */
  reason: (reason: string): string => reason,
  /** The formula of a prediction and where it comes from. */
  reasoning: ({ formula, source }: Reasoning): Pick<Reasoning, 'formula' | 'source'> => ({ formula, source }),
};

export type ValueWords = typeof valuesEn;
