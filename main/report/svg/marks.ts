/** The vocabulary of every plot: one shape per outcome, and a red pen around what was not predicted. */
import type { TrialView } from '../facts/cell.ts';
import { type Markup, markup, trusted } from '../text/markup.ts';

export type Mark = 'dot' | 'triangle' | 'arrow' | 'ring';

/** Drawn around the origin and placed by `<use>`; colours come from the page's style sheet. */
export const symbols: Markup = trusted(
  '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>' +
    '<circle id="dot" r="2.7" class="ink"/>' +
    '<path id="triangle" d="M0-3.9 3.8 2.9h-7.6z" class="ink"/>' +
    '<path id="arrow" d="M-7 0H6M2.6-2.9 6 0 2.6 2.9" class="line"/>' +
    '<circle id="ring" r="2.5" class="line"/>' +
    '<circle id="halo" r="6.8" class="pen"/>' +
    '</defs></svg>',
);

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

/** A symbol in running text, for legends. */
export function inlineMark(mark: Mark, circled = false): Markup {
  return markup`<svg class="inline" width="20" height="16" viewBox="-10 -8 20 16" aria-hidden="true"><use href="#${mark}"/>${circled ? markup`<use href="#halo"/>` : ''}</svg>`;
}
