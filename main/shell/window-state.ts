/** Where the window was, per display, and whether it may be put there again. */
import { z } from 'zod';

const whole = z.int().min(-100_000).max(100_000);
const size = z.int().min(1).max(100_000);
const placeData = z.object({ x: whole, y: whole, width: size, height: size, isMaximized: z.boolean() });

export const windowStateData = z.object({
  /** The display that the window was on. */
  last: z.string().nullable(),
  /** By display. */
  places: z.record(z.string().max(40), placeData),
});

export type Place = z.output<typeof placeData>;
export type WindowState = z.output<typeof windowStateData>;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A display of this moment; `workArea` is without menu bar and dock. */
export interface Screen {
  readonly id: number;
  readonly workArea: Rectangle;
}

export const noState: WindowState = { last: null, places: {} };
export const smallest = { width: 720, height: 520 } as const;
const usual = { width: 1240, height: 820 } as const;
/** As much of the title bar as a hand can catch. */
const graspPx = 120;

/** What was saved, or nothing: a damaged file costs the place of a window and no more. */
export function readWindowState(text: string): WindowState {
  try {
    return windowStateData.parse(JSON.parse(text));
  } catch {
    return noState;
  }
}

/**
 * Where to open: on the display of last time if it is still there, else on the first, and there where the window was,
 * if its title bar would be on the display and it would fit.
 */
export function placeOn(state: WindowState, screens: readonly [Screen, ...Screen[]]): Place {
  const screen = screens.find(({ id }) => String(id) === state.last) ?? screens[0];
  const place = state.places[String(screen.id)];
  return place !== undefined && isReachable(place, screen.workArea) ? place : centred(screen.workArea);
}

function isReachable(place: Rectangle, area: Rectangle): boolean {
  const seen = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  const fits = place.width <= area.width && place.height <= area.height;
  return fits && seen >= graspPx && place.y >= area.y && place.y <= area.y + area.height - graspPx;
}

function centred(area: Rectangle): Place {
  const width = Math.min(usual.width, area.width);
  const height = Math.min(usual.height, area.height);
  const x = area.x + Math.round((area.width - width) / 2);
  const y = area.y + Math.round((area.height - height) / 2);
  return { x, y, width, height, isMaximized: false };
}

/** The state once the window is on `screen` at `place`. */
export function remembering(state: WindowState, screen: Screen, place: Place): WindowState {
  const last = String(screen.id);
  return { last, places: { ...state.places, [last]: place } };
}
