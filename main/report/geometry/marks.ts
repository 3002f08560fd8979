/** The vocabulary of every plot: one shape per outcome, and a red pen around what was not predicted. */
import type { TrialView } from '../facts/cell.ts';

export type Mark = 'dot' | 'triangle' | 'arrow' | 'ring';

/** Null for a trial that says nothing. */
export function markOf(trial: TrialView): Mark | null {
  switch (trial.outcome) {
    case 'detected':
      return 'dot';
    case 'false-alarm':
      return 'triangle';
    case 'undetected':
      return 'arrow';
    case 'survived':
      return 'ring';
    case 'invalid':
      return null;
  }
}

/** `ink` is filled, `line` and `pen` are drawn; `pen` is red. */
export type Stroke = 'ink' | 'line' | 'pen';

export type Shape = { readonly stroke: Stroke } & ({ readonly radius: number } | { readonly path: string });

/** Around the origin; the halo goes around any of them. */
export const shapes: Readonly<Record<Mark | 'halo', Shape>> = {
  dot: { radius: 2.7, stroke: 'ink' },
  triangle: { path: 'M0-3.9 3.8 2.9h-7.6z', stroke: 'ink' },
  arrow: { path: 'M-7 0H6M2.6-2.9 6 0 2.6 2.9', stroke: 'line' },
  ring: { radius: 2.5, stroke: 'line' },
  halo: { radius: 6.8, stroke: 'pen' },
};
