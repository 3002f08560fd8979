/** Reports of one live session in every format. */
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { msBetween } from '#model/time.ts';
import { csvText } from '../csv.ts';
import { table, text } from '../markdown/text.ts';
import { clockTime } from '../text/numbers.ts';
import { sessionHtml } from './html.ts';
import { timelineOf } from './timeline.ts';
import { sessionView } from './view.ts';
import type { SaidIn, SessionStory, SessionView } from './view.ts';
import { sessionEn } from '../words/session-en.ts';

export type SessionFormat = 'html' | 'json' | 'csv' | 'md';

/** The whole file, as text. CSV and JSON are the same in every language. */
export function sessionReport(story: SessionStory, format: SessionFormat, said: SaidIn): string {
  switch (format) {
    case 'html':
      return sessionHtml(sessionView(story, said), said);
    case 'md':
      return sessionMarkdown(sessionView(story, said), said);
    case 'csv':
      return sessionCsv(story);
    case 'json':
      return `${JSON.stringify({ schema: 'halfopen.session/1', session: story.row, events: story.events }, null, 2)}\n`;
  }
}

const mimes: Readonly<Record<SessionFormat, string>> = {
  html: 'text/html',
  json: 'application/json',
  csv: 'text/csv',
  md: 'text/markdown',
};

export const sessionFileName = ({ session }: SessionRow, format: SessionFormat) => ({
  name: `halfopen-session-${session}.${format}`,
  mime: mimes[format],
});

/** Names and their order are stable; new columns go to the end. */
const columns = ['session', 'at_ms', 'lane', 'type', 'what', 'body'];

/** One row per event, RFC 4180. */
function sessionCsv({ row, events }: SessionStory): string {
  const rows = events.map((event: LiveEvent) => {
    const [entry] = timelineOf([event], sessionEn);
    const at = msBetween(row.startedAt, event.at);
    return [row.session, at, entry?.lane ?? null, event.type, entry?.what ?? null, JSON.stringify(event)];
  });
  return csvText([columns, ...rows]);
}

/* An issue is no place for more. */
const eventsListed = 200;

function sessionMarkdown(view: SessionView, { session }: SaidIn): string {
  const { sections, columns: head, lanes, leftOut } = session;
  const shown = view.entries.slice(-eventsListed);
  const missing = view.entries.length - shown.length;
  const events = shown.map(({ at, lane, what }) => [clockTime(msBetween(view.row.startedAt, at)), lanes[lane], what]);
  const parts = [
    `## ${text(view.headline)}`,
    `### ${sections.verdict}`,
    list(view.verdict, session),
    `### ${sections.settings}`,
    list(view.facts, session),
    ...(view.options.length === 0 ? [] : [table([head.option, head.asked, head.got, head.via], view.options)]),
    `### ${sections.events}`,
    ...(missing === 0 ? [] : [leftOut(missing)]),
    table([head.time, head.lane, head.what], events),
  ];
  return `${parts.join('\n\n')}\n`;
}

const list = (facts: SessionView['facts'], { fact }: SaidIn['session']): string =>
  facts.map(([name, value]) => `- ${fact(text(name), text(value))}`).join('\n');
