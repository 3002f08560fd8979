/** One session as one HTML file that needs nothing else: no network, no script, no font. */
import { msBetween } from '#model/time.ts';
import { sessionCss, sessionCssHash } from '../html/session-style.ts';
import { facts, listTable, split } from '../html/table.ts';
import { type Markup, markup, trusted } from '../text/markup.ts';
import { clockTime } from '../text/numbers.ts';
import type { SaidIn, SessionView } from './view.ts';
import { lanesPlot } from '../svg/lanes.ts';

const policy = `default-src 'none'; style-src '${sessionCssHash}'; base-uri 'none'; form-action 'none'`;
/* Beyond this a table is no way to read them, and the page would weigh megabytes. */
const eventsListed = 3000;

export function sessionHtml(view: SessionView, said: SaidIn): string {
  const { words, session } = said;
  return markup`<!doctype html>
<html lang="${words.code}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${view.title}</title>
<style>${trusted(sessionCss)}</style>
</head>
<body>
<header>
<div><p class="eyebrow">${session.eyebrow}</p>
<h1>${view.headline}</h1>
<p class="dateline">${view.title}</p></div>
<div class="figures">${facts(view.facts.slice(0, 3))}</div>
</header>
<main>
<section id="verdict"><h2>${session.sections.verdict}</h2>${facts(view.verdict)}</section>
<section id="settings"><h2>${session.sections.settings}</h2>${split(facts(view.facts), optionsTable(view, said))}</section>
<section id="timeline"><h2>${session.sections.timeline}</h2><p>${session.timelineLead}</p>${lanesPlot(view, session)}</section>
${eventsSection(view, said)}
</main>
<footer><p>${session.footer}</p></footer>
</body>
</html>
`.toString();
}

function optionsTable({ options }: SessionView, { session: { columns, sections } }: SaidIn): Markup | string {
  if (options.length === 0) return '';
  return listTable({
    label: sections.settings,
    columns: [
      { head: columns.option, names: true },
      { head: columns.asked },
      { head: columns.got },
      { head: columns.via },
    ],
    rows: options,
  });
}

function eventsSection({ entries, row }: SessionView, { session }: SaidIn): Markup {
  const { columns, sections, lanes, leftOut } = session;
  const shown = entries.slice(-eventsListed);
  const missing = entries.length - shown.length;
  const table = listTable({
    label: sections.events,
    columns: [{ head: columns.time, numeric: true }, { head: columns.lane }, { head: columns.what }],
    rows: shown.map(({ at, lane, what }) => [clockTime(msBetween(row.startedAt, at)), lanes[lane], what]),
  });
  return markup`<section id="events"><h2>${sections.events}</h2>${missing === 0 ? '' : markup`<p>${leftOut(missing)}</p>`}${table}</section>`;
}
