/** Records live sessions until it is killed. argv: database. Says after each event that it was told. */
import { foldSession } from '#model/live/session-row.ts';
import type { SessionRow } from '#model/live/live.ts';
import { openHistory } from '#recorder';
import { plan, story, told } from '../model/live-story.ts';

const recorder = openHistory(process.argv[2] ?? '').sessionRecorder();
const [open = 0, finished = 0] = recorder.begin([plan, plan], '2026-11-21T01:00:00.000Z');
const [opened, linked] = story;
if (opened !== undefined && linked !== undefined)
  recorder.append([opened, linked].map((event) => ({ ...event, session: open })));
const whole = story.map((event) => ({ ...event, session: finished }));
recorder.append(whole);
const row = whole.reduce<SessionRow | null>((before, event) => foldSession(before, event), null);
if (row !== null) recorder.append([row]);
let beat = 0;
setInterval(() => {
  beat += 1;
  recorder.append([told(performance.now(), { type: 'beats', sent: 1, received: 1, overMs: 1 }, open)]);
  process.send?.({ beat, atMs: performance.now(), open, finished });
}, 1);
