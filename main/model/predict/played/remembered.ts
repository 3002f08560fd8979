import type { Prediction } from '../../prediction.ts';
import { playedCell } from './played.ts';
import type { PlayedQuestion } from './played.ts';

/** More cells than any plan has; what was asked for first is forgotten first. */
const mostRemembered = 5000;
const remembered = new Map<string, Prediction>();

/** A cell is asked for again and again, and always ends the same. */
export function rememberedCell<S extends { readonly kind: string }>(question: PlayedQuestion<S>): Prediction {
  const { detector, fault, traffic, kernel, options } = question;
  const key = JSON.stringify([detector, fault, traffic, kernel, options]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const prediction = playedCell(question);
  for (const oldest of remembered.keys()) {
    if (remembered.size < mostRemembered) break;
    remembered.delete(oldest);
  }
  remembered.set(key, prediction);
  return prediction;
}
