/** What stands in the hint of a setting: the sentence, the range, and what it is when nobody sets it. */
import type { Words } from '../../../words/en/index.ts';
import type { Setting } from '#model/settings/setting.ts';
import { count, duration, setting as durationAsSet } from '#report/text/numbers.ts';

export function settingHint(sentence: string, setting: Setting, say: Words['experiments']): string {
  const facts = [
    rangeOf(setting, say),
    setting.default === undefined ? null : say.usually(valueText(setting, setting.default, say)),
    setting.optional === true ? say.mayBeEmpty : null,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? sentence : say.hint(sentence, facts.join(say.hintSeparator));
}

function rangeOf(setting: Setting, say: Words['experiments']): string | null {
  switch (setting.is) {
    case 'duration': {
      const range = say.fromTo(time(setting.minMs), time(setting.maxMs));
      return setting.wholeSeconds === undefined ? range : say.inSeconds(range);
    }
    case 'whole':
    case 'decimal':
      return say.fromTo(count(setting.min), count(setting.max));
    case 'percent':
      return say.aboveNone;
    case 'choice':
    case 'switch':
      return null;
  }
}

function valueText({ is }: Setting, value: string | number | boolean, say: Words['experiments']): string {
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (typeof value === 'string') return value;
  return is === 'duration' ? time(value) : count(value);
}

/** Exact, but for a limit that is no round number of anything. */
const time = (ms: number): string => (ms < 1000 || ms % 1000 === 0 ? durationAsSet(ms) : duration(ms));
