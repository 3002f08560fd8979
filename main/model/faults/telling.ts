/** Which fault to speak of first: silent failures. What announces itself by a packet hardly needs a word. */
import { actionsToStrike, faultParts, faultTraits } from './index.ts';
import type { Fault } from './index.ts';
import type { FaultTraits } from './part.ts';

/** The most telling first; every effect that a fault may have is one of these. */
const order: readonly ((traits: FaultTraits) => boolean)[] = [
  ({ effect, errors }) => effect.is === 'cut' && effect.forMs === null && errors === 'none',
  ({ effect }) => effect.is === 'cut' && effect.forMs === null,
  ({ effect }) => effect.is === 'flow-timeout',
  ({ effect }) => effect.is === 'stopped',
  ({ effect }) => effect.is === 'amnesia' && effect.afterMs > 0,
  ...(['exit', 'half-close', 'fin', 'rst'] as const).map(
    (by) =>
      ({ effect }: FaultTraits) =>
        effect.is === 'announced' && effect.by === by,
  ),
  ({ effect }) => effect.is === 'amnesia',
  ({ effect }) => effect.is === 'cut',
  ({ effect }) => effect.is === 'chance',
  ({ effect }) => effect.is === 'slow',
  ({ effect }) => effect.is === 'nothing',
];

/** Lower is more telling. */
export const tellingRank = (fault: Fault): number => {
  const traits = faultTraits(fault);
  return order.findIndex((isSo) => isSo(traits));
};

/** What a live session may be struck with: needs no network of its own, and does something. The most telling first. */
export const liveFaults: readonly Fault[] = faultParts
  .filter(({ strikes, example }) => strikes !== 'network' && actionsToStrike(example).length > 0)
  .flatMap(({ offers, example }) => offers ?? [example])
  .toSorted((a, b) => tellingRank(a) - tellingRank(b));
