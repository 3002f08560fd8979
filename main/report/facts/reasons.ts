/** The three reasons of RFC 1122 4.2.3.6 against keepalive, with what was measured of each. */
import { costTexts } from '../text/mistake-text.ts';
import type { Mistakes } from './mistakes.ts';
import { percentRange } from '../text/numbers.ts';
import type { Words } from '../words/en.ts';

export function reasonsOf(
  { mistakes, sessions, share95, mildest, harshest, costs }: Mistakes,
  words: Words,
): readonly string[] {
  const say = words.mistakes;
  const bounds = percentRange(share95);
  const all = mistakes === 0 ? say.breaksNone(sessions, bounds) : say.breaks(mistakes, sessions, bounds);
  const differ = mildest.mistakes / mildest.sessions < harshest.mistakes / harshest.sessions;
  const breaks = differ ? [all, say.between(mildest, harshest)].join(words.sentenceGap) : all;
  // Detectors that send nothing are no reason against anything.
  const probing = costs.filter(({ packetsPerHour }) => packetsPerHour > 0);
  const [least, most] = [probing[0], probing.at(-1)];
  if (least === undefined || most === undefined) return [breaks];
  const [low, high] = [costTexts(least, words), costTexts(most, words)];
  return low.hour === high.hour
    ? [breaks, say.bandwidthOne(low.hour), say.moneyOne(low.thousand)]
    : [breaks, say.bandwidth(low.hour, high.hour), say.money(low.thousand, high.thousand)];
}
