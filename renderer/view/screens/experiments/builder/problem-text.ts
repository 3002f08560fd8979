import type { Words } from '../../../words/en/index.ts';

type Enter = Words['experiments']['enter'];

/** What rules of experiment files call allowed (main/contract/experiment/file-values.ts), and how a form says it. */
const sayings: readonly (readonly [allowed: RegExp, say: (enter: Enter, one: string, other: string) => string])[] = [
  [/^a whole number from (\S+) to (.+)$/, (enter, from, to) => enter.wholeFrom(from, to)],
  [/^a number from (\S+) to (.+)$/, (enter, from, to) => enter.numberFrom(from, to)],
  [/^a duration from (\S+) to (\S+)$/, (enter, from, to) => enter.durationFrom(from, to)],
  [/^a duration in whole seconds from (\S+) to (\S+)/, (enter, from, to) => enter.secondsFrom(from, to)],
  [/^a text of (\d+) to (\d+) characters$/, (enter, from, to) => enter.text(from, to)],
  // Zod's own, where a plan rather than a file is looked at.
  [/^Too small: expected number to be >=(\S+)$/, (enter, least) => enter.atLeast(least)],
  [/^Too small: expected number to be >(\S+)$/, (enter, limit) => enter.above(limit)],
  [/^Too big: expected number to be <=(\S+)$/, (enter, most) => enter.atMost(most)],
  [/^Too big: expected number to be <(\S+)$/, (enter, limit) => enter.below(limit)],
  [/expected int\b/, (enter) => enter.whole],
];

/** `given 0, allowed: a whole number from 1 to 9` as what to do about it; other problems say it themselves. */
export function problemText(problem: string, enter: Enter): string {
  const allowed = /^(?:given .*, )?allowed: (.+)$/s.exec(problem)?.[1];
  if (allowed === undefined) return problem;
  for (const [pattern, say] of sayings) {
    const found = pattern.exec(allowed);
    if (found !== null) return say(enter, found[1] ?? '', found[2] ?? '');
  }
  return enter.other(allowed);
}
