import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noState, placeOn, readWindowState, remembering } from '#shell/window-state.ts';
import type { Place, Screen } from '#shell/window-state.ts';

const laptop: Screen = { id: 1, workArea: { x: 0, y: 25, width: 1440, height: 875 } };
const desk: Screen = { id: 2, workArea: { x: 1440, y: 0, width: 2560, height: 1440 } };
const onDesk: Place = { x: 1600, y: 100, width: 1800, height: 1200, isMaximized: false };

test('opens in the middle of the first display when nothing is known', () => {
  expect(placeOn(noState, [laptop])).toEqual({ x: 100, y: 53, width: 1240, height: 820, isMaximized: false });
});

test('opens where it was, on the display that it was on', () => {
  const state = remembering(noState, desk, onDesk);
  expect(placeOn(state, [laptop, desk])).toEqual(onDesk);
});

test('keeps a place for each display', () => {
  const onLaptop: Place = { x: 10, y: 30, width: 900, height: 700, isMaximized: true };
  const state = remembering(remembering(noState, laptop, onLaptop), desk, onDesk);
  expect(placeOn(state, [laptop])).toEqual(onLaptop);
});

test.each([
  ['its display is gone', remembering(noState, desk, onDesk), [laptop]],
  [
    'its title bar would be above the display',
    remembering(noState, laptop, { ...onDesk, x: 0, y: 0, width: 800, height: 600 }),
    [laptop],
  ],
  [
    'it would be beyond the right edge',
    remembering(noState, laptop, { ...onDesk, x: 1400, y: 30, width: 800, height: 600 }),
    [laptop],
  ],
  ['it is larger than the display', remembering(noState, laptop, { ...onDesk, x: 0, y: 25 }), [laptop]],
] as const)('opens in the middle when %s', (_, state, [screen]) => {
  expect(placeOn(state, [screen])).toMatchObject({ x: 100, y: 53, width: 1240 });
});

test('whatever was saved, the title bar is within reach', () => {
  const number = fc.integer({ min: -9999, max: 9999 });
  const anyPlace = fc.record({
    x: number,
    y: number,
    width: fc.integer({ min: 1, max: 9999 }),
    height: fc.integer({ min: 1, max: 9999 }),
    isMaximized: fc.boolean(),
  });
  fc.assert(
    fc.property(anyPlace, (saved) => {
      const { x, y, width, height } = placeOn(remembering(noState, laptop, saved), [laptop]);
      const { workArea: area } = laptop;
      expect(y).toBeGreaterThanOrEqual(area.y);
      expect(y).toBeLessThan(area.y + area.height);
      expect(width).toBeLessThanOrEqual(area.width);
      expect(height).toBeLessThanOrEqual(area.height);
      expect(Math.min(x + width, area.x + area.width) - Math.max(x, area.x)).toBeGreaterThanOrEqual(
        Math.min(120, width),
      );
    }),
  );
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"last":1,"places":{}}',
  '{"last":null,"places":{"1":{"x":"0"}}}',
  '{"last":null,"places":{"1":{"x":1e99,"y":0,"width":1,"height":1,"isMaximized":false}}}',
])('a damaged file (%s) costs the place and nothing else', (text) => {
  expect(readWindowState(text)).toEqual(noState);
});

test('reads back what it wrote', () => {
  const state = remembering(noState, desk, onDesk);
  expect(readWindowState(JSON.stringify(state))).toEqual(state);
});
