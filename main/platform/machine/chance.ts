import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Chance } from '#engine/ports.ts';

/** The same seed gives the same schedule on every machine. */
export function seededChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  return { next: () => uniformFloat64(generator) };
}
