/** How to run it again, and every trial as a table for those who cannot see the plots. */
import { isTransient } from '#model/faults/index.ts';
import { trialMeasured, trialPredicted, trialVerdict } from '../text/cell-text.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { ReportModel } from '../facts/model.ts';
import type { Words } from '../words/en.ts';
import { offMark } from './matrix.ts';
import { listTable } from './table.ts';

export function reproduceSection({ reproduce }: ReportModel, words: Words): Markup {
  const say = words.reproduce;
  return markup`<section id="reproduce"><h2>${words.sections.reproduce}</h2>
<p>${say.lead(reproduce.file)}</p>
<pre class="command"><code>${reproduce.command}</code></pre>
<p>${say.same}</p>
<details class="print"><summary>${say.plan}</summary><pre><code>${reproduce.yaml}</code></pre></details></section>`;
}

/* Beyond this a table is no way to read them, and the page would weigh megabytes. */
const trialsListed = 3000;

export function allTrialsSection({ cells, result, agreement }: ReportModel, words: Words): Markup {
  const { columns } = words;
  if (agreement.trials > trialsListed)
    return markup`<section id="all"><h2>${words.sections.all}</h2><p>${words.allTooMany(agreement.trials)}</p></section>`;
  const rows = cells.flatMap((cell) =>
    cell.trials.map((trial) => [
      words.traffic[cell.traffic],
      cell.detector.label,
      cell.fault.label,
      trial.result.repeat + 1,
      words.outcome[trial.outcome],
      markup`${trialMeasured(trial, words, result.plan.deadlineMs)}${trial.judgement === 'disagrees' ? offMark(words) : ''}`,
      trialPredicted(trial, isTransient(cell.fault), words),
      trialVerdict(trial, words),
    ]),
  );
  const table = listTable({
    label: words.sections.all,
    columns: [
      { head: columns.traffic },
      { head: columns.detector, names: true },
      { head: columns.fault },
      { head: columns.trial, numeric: true },
      { head: columns.outcome },
      { head: columns.measured, numeric: true },
      { head: columns.predicted, numeric: true },
      { head: columns.verdict },
    ],
    rows,
  });
  return markup`<section id="all"><h2>${words.sections.all}</h2>
<details><summary>${words.allLead(agreement.trials)}</summary>${table}</details></section>`;
}
