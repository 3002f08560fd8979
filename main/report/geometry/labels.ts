/** Names beside the points that they belong to, none over another. */

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Named {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface Label {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly anchor: 'start' | 'end';
  /** Far enough from its point that a line must lead there. */
  readonly led: boolean;
}

/* Of a sans-serif at the size that plots are labelled in, 11.5 px: a little more than the widest run of digits. */
const perCharacter = 6.3;
const height = 11;
const aside = 9;
const step = 6;
const stepsTried = 60;

/** @param marks what may not be covered: points, bars */
export function placeLabels(points: readonly Named[], marks: readonly Box[], within: Box): readonly Label[] {
  const taken: Box[] = [...marks];
  const labels: (Label | undefined)[] = points.map(() => undefined);
  // Those that stand at the edge have the least choice.
  const middle = (within.left + within.right) / 2;
  const order = points.map((_, index) => index).toSorted((a, b) => edge(points[b], middle) - edge(points[a], middle));
  for (const index of order) {
    const point = points[index];
    if (point === undefined) continue;
    const { label, box } = choose(point, taken, within);
    labels[index] = label;
    taken.push(box);
  }
  return labels.map((label) => label ?? { x: 0, y: 0, anchor: 'start', led: false });
}

const edge = (point: Named | undefined, middle: number): number => Math.abs((point?.x ?? middle) - middle);

interface Choice {
  readonly label: Label;
  readonly box: Box;
}

/** The nearest place that is free; if none is, the one that covers least. */
function choose(point: Named, taken: readonly Box[], within: Box): Choice {
  let best: Choice | null = null;
  let least = Infinity;
  for (let tried = 0; tried < stepsTried; tried++) {
    const shift = Math.ceil(tried / 2) * step * (tried % 2 === 0 ? 1 : -1);
    for (const anchor of ['start', 'end'] as const) {
      const choice = at(point, anchor, shift);
      const covered = taken.reduce((sum, box) => sum + overlap(box, choice.box), 0) + outside(choice.box, within) * 100;
      if (covered === 0) return choice;
      if (covered < least) [best, least] = [choice, covered];
    }
  }
  return best ?? at(point, 'start', 0);
}

function at({ x, y, text }: Named, anchor: Label['anchor'], shift: number): Choice {
  const width = text.length * perCharacter;
  const from = anchor === 'start' ? x + aside : x - aside;
  const middle = y + shift;
  return {
    label: { x: from, y: middle + 4, anchor, led: Math.abs(shift) > height },
    box: {
      left: anchor === 'start' ? from : from - width,
      right: anchor === 'start' ? from + width : from,
      top: middle - height / 2,
      bottom: middle + height / 2,
    },
  };
}

export function overlap(a: Box, b: Box): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}

const outside = (box: Box, within: Box): number =>
  Math.max(0, within.left - box.left) +
  Math.max(0, box.right - within.right) +
  Math.max(0, within.top - box.top) +
  Math.max(0, box.bottom - within.bottom);
