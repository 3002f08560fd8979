/** The marks of a page: defined once, used by name. */
import { type Mark, type Shape, shapes } from '../geometry/marks.ts';
import { type Markup, markup } from '../text/markup.ts';

const drawn = (id: string, shape: Shape): Markup =>
  'path' in shape
    ? markup`<path id="${id}" d="${shape.path}" class="${shape.stroke}"/>`
    : markup`<circle id="${id}" r="${shape.radius}" class="${shape.stroke}"/>`;

/** Drawn around the origin and placed by `<use>`; colours come from the page's style sheet. */
export const symbols: Markup = markup`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>${Object.entries(shapes).map(([id, shape]) => drawn(id, shape))}</defs></svg>`;

/** A symbol in running text, for legends. */
export function inlineMark(mark: Mark, circled = false): Markup {
  return markup`<svg class="inline" width="20" height="16" viewBox="-10 -8 20 16" aria-hidden="true"><use href="#${mark}"/>${circled ? markup`<use href="#halo"/>` : ''}</svg>`;
}
