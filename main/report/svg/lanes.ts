/** The timeline of a session as four lanes; the predicted interval is a band behind them. */
import { predictionInForce } from '#model/live/fault-outcome.ts';
import { msBetween, plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { type Markup, markup } from '../text/markup.ts';
import { duration } from '../text/numbers.ts';
import { lanes } from '../session/lane.ts';
import type { Entry } from '../session/timeline.ts';
import type { SessionView } from '../session/view.ts';
import type { SessionWords } from '../words/session-en.ts';

const laneHeight = 34;
const top = 8;
/* Percent of the width: names of lanes stand at the left. */
const left = 12;
/* Marks nearer than this to each other are one. */
const finest = 0.15;
const ticks = [0, 0.25, 0.5, 0.75, 1];

interface Span {
  readonly from: Ns;
  readonly to: Ns;
}

export function lanesPlot(view: SessionView, words: SessionWords): Markup {
  const span = spanOf(view);
  const at = (when: Ns): number => {
    const share = msBetween(span.from, when) / Math.max(1e-6, msBetween(span.from, span.to));
    return Math.round((left + Math.min(1, Math.max(0, share)) * (98 - left)) * 100) / 100;
  };
  const bottom = top + lanes.length * laneHeight;
  const names = lanes.map((lane, index) => {
    const y = top + (index + 0.5) * laneHeight;
    return markup`<line class="lane" x1="${left}%" x2="98%" y1="${y}" y2="${y}"/><text x="0" y="${y + 4}">${words.lanes[lane]}</text>`;
  });
  const axis = ticks.map((share) => {
    const when = plusMs(span.from, share * msBetween(span.from, span.to));
    return markup`<text x="${at(when)}%" y="${bottom + 14}" text-anchor="middle">${duration(msBetween(view.row.startedAt, when))}</text>`;
  });
  const shown = view.entries.filter((entry) => entry.at >= span.from && entry.at <= span.to);
  return markup`<svg class="lanes" role="img"><title>${words.sections.timeline}</title>${band(view, at, bottom)}${names}${thinned(shown, at).map((entry) => mark(entry, at(entry.at)))}${axis}</svg>`;
}

/** Around the fault and what came of it; without one, the last minute. */
function spanOf({ row, until }: SessionView): Span {
  const { startedAt, struck } = row;
  const start = struck === null ? plusMs(until, -60_000) : beforeFault(struck.began.from, until);
  const from = start < startedAt ? startedAt : start;
  const end = until > from ? until : plusMs(from, 1);
  return { from, to: withPrediction(row, end, msBetween(from, end)) };
}

/** To the end of the predicted interval, unless that would squeeze what was told into a corner. */
function withPrediction(row: SessionView['row'], end: Ns, spanMs: number): Ns {
  const prediction = predictionInForce(row);
  if (row.struck === null || prediction?.kind !== 'interval') return end;
  const to = plusMs(row.struck.began.from, prediction.toMs);
  return to > end && msBetween(end, to) < spanMs / 2 ? plusMs(to, spanMs / 20) : end;
}

const beforeFault = (began: Ns, until: Ns): Ns => plusMs(began, -Math.max(2000, msBetween(began, until) / 2));

function band({ row, until }: SessionView, at: (when: Ns) => number, bottom: number): Markup | string {
  const { struck } = row;
  const prediction = predictionInForce(row);
  if (struck === null || prediction?.kind !== 'interval') return '';
  const [from, to] = [plusMs(struck.began.from, prediction.fromMs), plusMs(struck.began.from, prediction.toMs)];
  if (from > until) return '';
  const [x, end] = [at(from), at(to)];
  return markup`<rect class="band" x="${x}%" width="${Math.max(0.3, Math.round((end - x) * 100) / 100)}%" y="${top}" height="${bottom - top}"/>`;
}

function thinned(entries: readonly Entry[], at: (when: Ns) => number): readonly Entry[] {
  const last = new Map<string, number>();
  return entries.filter((entry) => {
    if (entry.matters) return true;
    const x = at(entry.at);
    if (x - (last.get(entry.lane) ?? -1) < finest) return false;
    last.set(entry.lane, x);
    return true;
  });
}

function mark({ lane, type, matters, what }: Entry, x: number): Markup {
  const y = top + (lanes.indexOf(lane) + 0.5) * laneHeight;
  const half = matters ? 13 : 6;
  const plain = matters ? 'strong' : 'mark';
  const name = type === 'fault' ? 'strike' : type === 'healed' ? 'heal' : plain;
  return markup`<line class="${name}" x1="${x}%" x2="${x}%" y1="${type === 'fault' ? top : y - half}" y2="${y + half}"><title>${what}</title></line>`;
}
