/** A histogram of where in its predicted interval each verdict fell; both ends stand apart. */
import { type Markup, markup } from '../text/markup.ts';

const bins = 20;
/* Percent of the width: the interval itself, and a bar on either side for what fell outside. */
const inside = { from: 12, to: 88 } as const;
const barWidth = (inside.to - inside.from) / bins;
const tallest = 64;
const floor = 82;

export interface Positions {
  readonly early: number;
  readonly late: number;
  readonly counts: readonly number[];
}

export function binned(positions: readonly number[]): Positions {
  const counts = Array.from({ length: bins }, () => 0);
  for (const position of positions)
    if (position >= 0 && position <= 1) {
      const bin = Math.min(bins - 1, Math.floor(position * bins));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  return {
    early: positions.filter((position) => position < 0).length,
    late: positions.filter((position) => position > 1).length,
    counts,
  };
}

export interface PositionWords {
  readonly title: string;
  readonly description: string;
  readonly early: string;
  readonly start: string;
  readonly end: string;
  readonly late: string;
}

export function positionsPlot({ early, late, counts }: Positions, words: PositionWords): Markup {
  const most = Math.max(1, early, late, ...counts);
  const bar = (percent: number, n: number, name: string): Markup | string => {
    if (n === 0) return '';
    const height = Math.max(1.5, (n / most) * tallest);
    return markup`<rect class="${name}" x="${percent + 0.25}%" width="${barWidth - 0.5}%" y="${floor - height}" height="${height}"><title>${n}</title></rect>`;
  };
  const outside = (percent: number, n: number): Markup =>
    markup`${bar(percent, n, 'off')}<text class="n" x="${percent + barWidth / 2}%" y="${floor - (n / most) * tallest - 6}" text-anchor="middle">${n}</text>`;
  return markup`<svg class="positions" role="img" aria-labelledby="positions-title positions-desc"><title id="positions-title">${words.title}</title><desc id="positions-desc">${words.description}</desc><rect class="band" x="${inside.from}%" width="${inside.to - inside.from}%" y="${floor - tallest - 8}" height="${tallest + 8}"/>${counts.map((n, index) => bar(inside.from + index * barWidth, n, 'bar'))}${outside(3, early)}${outside(97 - barWidth, late)}<line class="grid" x1="0" x2="100%" y1="${floor}" y2="${floor}"/><text x="${3 + barWidth / 2}%" y="${floor + 15}" text-anchor="middle">${words.early}</text><text x="${inside.from}%" y="${floor + 15}">${words.start}</text><text x="${inside.to}%" y="${floor + 15}" text-anchor="end">${words.end}</text><text x="${97 - barWidth / 2}%" y="${floor + 15}" text-anchor="middle">${words.late}</text></svg>`;
}
