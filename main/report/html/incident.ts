/** The story that an experiment is about, and what its settings did before and after. */
import { showingText, showingsOf, storyIn } from '../facts/incident.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { ReportModel } from '../facts/model.ts';
import { faultText } from '../text/cell-text.ts';
import type { Words } from '../words/en.ts';

export function incidentSection(report: ReportModel, words: Words): Markup | string {
  const { story, deadlineMs } = report.result.plan;
  if (story === undefined) return '';
  const { incident, traffic } = words;
  const told = storyIn(story, words.code);
  const parts = [
    [incident.happened, told.happened],
    [incident.why, told.why],
    [incident.decides, told.decides],
    [incident.fix, told.fix],
    ...(told.scale === undefined ? [] : [[incident.scale, told.scale]]),
  ].map(([head, text]) => markup`<dt>${head}</dt><dd>${text}</dd>`);
  const shown = showingsOf(report).map(
    ({ role, cell }) =>
      markup`<li><b>${incident[role]}</b> ${incident.showing(cell.detector.label, faultText(cell.fault, words), traffic[cell.traffic], showingText(cell, words, deadlineMs))}</li>`,
  );
  // Addresses are http or https: the schema of the plan lets nothing else through.
  const sources = story.sources.map((source) => markup`<li><a href="${source}" rel="noreferrer">${source}</a></li>`);
  return markup`<section id="incident"><h2>${told.title}</h2>
<dl class="story">${parts}</dl>
${shown.length === 0 ? '' : markup`<h3>${incident.shown}</h3><ul class="shown">${shown}</ul>`}
${sources.length === 0 ? '' : markup`<h3>${incident.sources}</h3><ul class="sources">${sources}</ul>`}</section>`;
}
