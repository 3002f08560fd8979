/** The first thing a reader sees: the verdict, what stands behind it, and where to find the rest. */
import { type Markup, markup } from '../text/markup.ts';
import type { ReportModel } from '../facts/model.ts';
import { count, duration, instant, percent } from '../text/numbers.ts';
import { supporting } from '../text/sentences.ts';
import type { Words } from '../words/en.ts';
import { facts, listTable } from './table.ts';

export function masthead(report: ReportModel, words: Words): Markup {
  const { result, headline } = report;
  const { host, status } = result;
  const notice =
    status === 'complete'
      ? ''
      : markup`<p class="notice" role="note">${words.incomplete[status](report.agreement.valid, report.plannedTrials)}</p>`;
  return markup`<header>
<div><p class="eyebrow">${words.eyebrow}</p>
<h1>${headline === null ? words.noTrials : words.headline(headline)}</h1>
<p class="dateline">${result.name} · ${instant(result.startedAt)} · ${host.os} ${host.kernel} ${host.arch}</p>
${host.simulated === true ? markup`<p class="notice" role="note">${words.simulated}</p>` : ''}
${notice}
<ul class="findings">${supporting(report, words).map((sentence) => markup`<li>${sentence}</li>`)}</ul></div>
<div class="figures" role="group" aria-label="${words.keyFigures.caption}">${facts(keyFigures(report, words))}</div>
</header>`;
}

function keyFigures(
  { agreement, censoring, result }: ReportModel,
  { keyFigures: say }: Words,
): readonly (readonly [string, string])[] {
  const { figures } = result;
  return [
    [say.trials, count(agreement.trials)],
    [say.asPredicted, percent(agreement.agreeing, agreement.judged)],
    [say.misses, count(agreement.misses.length)],
    [say.censored, count(censoring.total)],
    [say.invalid, count(agreement.invalid)],
    ...(figures === null
      ? []
      : ([
          [say.duration, duration(result.durationMs)],
          [say.slowest, duration(figures.slowestTrialMs)],
        ] as const)),
  ];
}

export function contents(report: ReportModel, words: Words): Markup {
  const { expectations } = report.result;
  const ids = Object.keys(words.sections) as (keyof Words['sections'])[];
  const absent: ReadonlySet<string> = new Set([
    ...(expectations.length > 0 ? [] : ['expectations']),
    ...(report.mistakes === null ? ['mistakes'] : []),
    ...(report.result.plan.story === undefined ? ['incident'] : []),
  ]);
  const shown = ids.filter((id) => !absent.has(id));
  return markup`<nav aria-label="${words.contents}"><ul>${shown.map((id) => markup`<li><a href="#${id}">${words.sections[id]}</a></li>`)}</ul></nav>`;
}

export function expectationsSection({ result }: ReportModel, words: Words): Markup | string {
  const { columns, expectation } = words;
  if (result.expectations.length === 0) return '';
  const table = listTable({
    label: words.sections.expectations,
    columns: [{ head: columns.expectation, names: true }, { head: columns.observed }, { head: columns.met }],
    rows: result.expectations.map(({ text, observed, met }) => [
      markup`<code>${text}</code>`,
      observed,
      met ? `\u2713 ${expectation.met}` : markup`<span class="x">\u2717 ${expectation.missed}</span>`,
    ]),
  });
  return markup`<section id="expectations"><h2>${words.sections.expectations}</h2>${table}</section>`;
}
