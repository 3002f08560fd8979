/** Draws lanes of events onto a canvas: what is dense becomes a stripe, so that a hundred thousand events are one pass. */
import { firstNotBefore, ticksOf } from './span.ts';
import type { Span } from './span.ts';
import { lanes } from '#report/session/lane.ts';
import type { Lane } from '#report/session/lane.ts';
import type { Entry } from '#report/session/timeline.ts';

export interface Marks {
  /** Milliseconds since the opening, in order. */
  readonly times: Float64Array;
  readonly entries: readonly Entry[];
}

export interface Colours {
  readonly ink: string;
  readonly mute: string;
  readonly hair: string;
  readonly pen: string;
  readonly span: string;
  readonly band: string;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly span: Span;
  readonly marks: Marks;
  readonly colours: Colours;
  /** Where the verdict was predicted. */
  readonly predicted: Span | null;
  /** Of `marks`, or -1. */
  readonly at: number;
  readonly font: string;
  readonly now: number | null;
}

export const laneHeight = 34;
export const axisHeight = 22;

const laneTop = (lane: Lane): number => axisHeight + lanes.indexOf(lane) * laneHeight;
export const xOf = ({ fromMs, toMs }: Span, width: number, ms: number): number =>
  ((ms - fromMs) / (toMs - fromMs)) * width;

export function paint(context: CanvasRenderingContext2D, picture: Picture): void {
  const { width, height, span, predicted, colours } = picture;
  context.clearRect(0, 0, width, height);
  if (predicted !== null) {
    const from = xOf(span, width, predicted.fromMs);
    context.fillStyle = colours.band;
    context.fillRect(from, axisHeight, Math.max(2, xOf(span, width, predicted.toMs) - from), height - axisHeight);
  }
  axis(context, picture);
  for (const lane of lanes) {
    context.fillStyle = colours.hair;
    context.fillRect(0, laneTop(lane) + laneHeight - 1, width, 1);
  }
  events(context, picture);
  line(context, picture.now, colours.span, picture);
  if (picture.at >= 0) line(context, picture.marks.times[picture.at] ?? null, colours.ink, picture);
}

function axis(context: CanvasRenderingContext2D, { span, width, height, colours, font }: Picture): void {
  context.font = font;
  context.textBaseline = 'middle';
  for (const ms of ticksOf(span, width / 110)) {
    const x = Math.round(xOf(span, width, ms));
    context.fillStyle = colours.hair;
    context.fillRect(x, axisHeight - 4, 1, height);
    context.fillStyle = colours.mute;
    context.fillText(`${Number((ms / 1000).toFixed(4))}\u00a0s`, x + 3, axisHeight / 2);
  }
}

/** One mark per pixel and lane, the tallest that falls there. */
function events(context: CanvasRenderingContext2D, { marks, span, width, colours }: Picture): void {
  const drawn = new Map<Lane, number>(lanes.map((lane) => [lane, -1]));
  const first = firstNotBefore(marks.times, span.fromMs);
  for (let index = first; index < marks.times.length; index += 1) {
    const ms = marks.times[index] ?? Infinity;
    if (ms > span.toMs) break;
    const entry = marks.entries[index];
    if (entry === undefined) break;
    const x = Math.round(xOf(span, width, ms));
    const key = x * 2 + Number(entry.matters);
    if (key <= (drawn.get(entry.lane) ?? -1)) continue;
    drawn.set(entry.lane, key);
    const tall = entry.matters ? laneHeight - 10 : 10;
    context.fillStyle = entry.lane === 'fault' ? colours.pen : entry.matters ? colours.ink : colours.mute;
    context.fillRect(
      x - (entry.matters ? 1 : 0),
      laneTop(entry.lane) + (laneHeight - tall) / 2,
      entry.matters ? 2 : 1,
      tall,
    );
  }
}

function line(
  context: CanvasRenderingContext2D,
  ms: number | null,
  colour: string,
  { span, width, height }: Picture,
): void {
  if (ms === null || ms < span.fromMs || ms > span.toMs) return;
  context.fillStyle = colour;
  context.fillRect(Math.round(xOf(span, width, ms)), axisHeight - 4, 1, height);
}
