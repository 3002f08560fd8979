import { expect, test } from 'vitest';
import { info, story, told } from '../model/live-story.ts';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import { nsOfMs } from '#model/time.ts';
import { kernelReading } from '../../renderer/view/screens/sessions/detail/kernel-reading.ts';

const rowOf = (events: readonly LiveEvent[]) =>
  events.reduce<SessionRow | null>((row, event) => foldSession(row, event), null) as SessionRow;

test('what is read now comes before what was told', () => {
  const watch = { now: nsOfMs(2000), info: { ...info, rttMs: 9 }, timer: null, forecasts: [] };
  expect(kernelReading({ events: story, watch }, rowOf(story.slice(0, 6)))).toEqual({
    info: watch.info,
    read: { when: 'now' },
  });
});

test('after the end the last reading stays, with how long before the end it was', () => {
  const events = [
    ...story.slice(0, -1),
    told(5011, { type: 'kernel', info: { ...info, state: 'CLOSED' }, timer: null, readAt: nsOfMs(4962) }),
    ...story.slice(-1),
  ];
  expect(kernelReading({ events, watch: null }, rowOf(events))).toEqual({
    info: { ...info, state: 'CLOSED' },
    read: { when: 'end', ms: 50 },
  });
});

test('while the host is away the last reading stays, with its place in the session', () => {
  const events = story.slice(0, 7);
  expect(kernelReading({ events, watch: null }, rowOf(events))?.read).toEqual({ when: 'opening', ms: 1200 });
  expect(kernelReading({ events: story.slice(0, 4), watch: null }, rowOf(events))).toBeNull();
});
