/** What stands behind the figures: what is missing, the method, the settings, the rules, the machine. */
import { type Markup, markup } from '../text/markup.ts';
import { faultSpan, granules } from '../facts/method.ts';
import type { ReportModel } from '../facts/model.ts';
import { faultText } from '../text/cell-text.ts';
import { count, duration, instant, setting } from '../text/numbers.ts';
import { detectorGloss } from '../text/kinds.ts';
import { optionText, settingsText } from '../text/settings.ts';
import type { Words } from '../words/en.ts';
import { facts, listTable, split } from './table.ts';

export function unmeasuredSection(report: ReportModel, words: Words): Markup {
  const { censoring, agreement, result } = report;
  const say = words.unmeasured;
  const parts = [
    censoring.neverPredicted === 0 ? '' : say.neverPredicted(censoring.neverPredicted),
    censoring.laterPredicted === 0 ? '' : say.laterPredicted(censoring.laterPredicted),
    censoring.contrary === 0 ? '' : say.contrary(censoring.contrary),
    censoring.unpredicted === 0 ? '' : say.unpredicted(censoring.unpredicted),
  ].filter((part) => part !== '');
  const censored =
    censoring.total === 0
      ? markup`<p>${agreement.invalid === 0 ? say.none : say.noneCensored}</p>`
      : markup`<p>${say.censored(censoring.total, result.plan.deadlineMs)}</p><ul>${parts.map((part) => markup`<li>${part}</li>`)}</ul>`;
  return markup`<section id="unmeasured"><h2>${words.sections.unmeasured}</h2>
${split(censored, invalidTable(report, words))}</section>`;
}

function invalidTable({ invalid, agreement }: ReportModel, words: Words): Markup | string {
  const { columns } = words;
  if (agreement.invalid === 0) return '';
  const caption = words.unmeasured.invalidCaption(agreement.invalid);
  return listTable({
    label: caption,
    caption,
    columns: [
      { head: columns.detector, names: true },
      { head: columns.fault },
      { head: columns.traffic },
      { head: columns.trials, numeric: true },
      { head: columns.reason },
    ],
    rows: invalid.map(({ cell, trials, reason }) =>
      cell === null
        ? ['\u2026', '\u2026', '\u2026', trials, words.reason(reason)]
        : [
            cell.detector.label,
            faultText(cell.fault, words),
            words.traffic[cell.traffic],
            trials,
            words.reason(reason),
          ],
    ),
  });
}

export function methodSection(report: ReportModel, words: Words): Markup {
  const { plan, host } = report.result;
  const say = words.method;
  const span = faultSpan(report.cells);
  const measuring = [
    host.simulated === true ? say.trialSimulated : say.trial,
    plan.phase.kind === 'random' ? say.phaseRandom(plan.seed) : say.phaseFixed(plan.phase.offsetMs),
    ...(span === null ? [] : [say.span(span.medianMs, span.maxMs)]),
    say.time,
    say.censoring(plan.deadlineMs),
    say.transient,
  ];
  const predicting = [say.prediction, say.granules(host.hz, granules(host.hz))];
  return markup`<section id="method"><h2>${words.sections.method}</h2><div class="prose">
<p>${measuring.join(words.sentenceGap)}</p>
<p>${predicting.join(words.sentenceGap)}</p></div></section>`;
}

export function settingsSection(report: ReportModel, words: Words): Markup {
  const { plan } = report.result;
  const say = words.settings;
  const { columns } = words;
  const rows = report.matrices.flatMap((matrix) => matrix.rows.map(({ detector }) => detector));
  const detectors = [...new Map(rows.map((detector) => [JSON.stringify(detector), detector])).values()];
  const general = facts([
    [say.deadline, setting(plan.deadlineMs)],
    [say.repeats, count(plan.repeats)],
    [say.phase, plan.phase.kind === 'random' ? say.phaseRandom : say.phaseFixed(plan.phase.offsetMs)],
    [say.seed, String(plan.seed)],
  ]);
  const table = listTable({
    label: words.sections.settings,
    columns: [{ head: columns.detector, names: true }, { head: columns.kind }, { head: columns.settings }],
    rows: detectors.map((detector) => [
      detector.label,
      words.kinds.meaning(detector.kind, detectorGloss(detector.kind, words.kinds)),
      settingsText(detector, words) || '\u2013',
    ]),
  });
  return markup`<section id="settings"><h2>${words.sections.settings}</h2>
${split(markup`${general}${deviations(report, words)}`, table)}</section>`;
}

function deviations(report: ReportModel, words: Words): Markup {
  const { settings: say, columns } = words;
  if (report.optionsRead === 0) return markup`<p class="aside">${say.optionsUnread}</p>`;
  if (report.deviations.length === 0) return markup`<p class="aside">${say.noDeviations(report.optionsRead)}</p>`;
  return listTable({
    label: say.deviationsCaption,
    caption: say.deviationsCaption,
    columns: [
      { head: columns.detector, names: true },
      { head: columns.option },
      { head: columns.asked },
      { head: columns.got },
      { head: columns.trials, numeric: true },
    ],
    rows: report.deviations.map(({ label, option, asked, got, trials }) => [
      label,
      words.option(option),
      optionText(option, asked, words),
      optionText(option, got, words),
      trials,
    ]),
  });
}

/** Results of other versions may name rules that these words do not know. */
function why(rule: string, formula: string, words: Words): string {
  const known: Readonly<Record<string, string | undefined>> = words.rule;
  return known[rule] ?? formula;
}

export function rulesSection({ rules }: ReportModel, words: Words): Markup {
  const { columns } = words;
  const table = listTable({
    label: words.sections.rules,
    columns: [
      { head: '#', numeric: true },
      { head: columns.rule, names: true },
      { head: columns.why },
      { head: columns.formula },
      { head: columns.source },
      { head: columns.cells, numeric: true },
    ],
    ids: rules.map(({ number }) => `rule-${number}`),
    rows: rules.map((use) => {
      const { formula, source } = words.reasoning(use);
      return [
        use.number,
        markup`<code>${use.rule}</code>`,
        markup`<span class="why">${why(use.rule, formula, words)}</span>`,
        markup`<code>${formula}</code>`,
        source,
        use.cells,
      ];
    }),
  });
  return markup`<section id="rules"><h2>${words.sections.rules}</h2>
<p>${words.rulesIntro}</p>
${table}</section>`;
}

export function hostSection({ result }: ReportModel, words: Words): Markup {
  const { host } = result;
  const say = words.host;
  return markup`<section id="host"><h2>${words.sections.host}</h2>
${facts([
  [say.id, result.id],
  [say.started, instant(result.startedAt)],
  [say.duration, duration(result.durationMs)],
  [say.status, words.status[result.status]],
  [say.os, `${host.os} ${host.kernel}, ${host.arch}`],
  [say.hz, String(host.hz)],
  [say.retries2, String(host.retries2)],
  [say.node, host.node],
  [say.halfopen, host.halfopen],
  ...runFacts(result.figures, words),
])}</section>`;
}

function runFacts(figures: ReportModel['result']['figures'], words: Words): readonly (readonly [string, string])[] {
  if (figures === null) return [];
  const say = words.host;
  const mebibytes = (value: number): string => `${count(Math.round(value))}\u00a0MiB`;
  const both = (values: readonly (number | null)[], show: (value: number) => string): string =>
    values.map((value) => (value === null ? '\u2013' : show(value))).join(' / ');
  return [
    [say.allTrials, duration(figures.wallMs)],
    [words.keyFigures.slowest, duration(figures.slowestTrialMs)],
    [say.startUp, duration(figures.startUpMs)],
    [say.sessions, count(figures.peakSessions)],
    [say.peers, count(figures.peers)],
    [say.lag, both([figures.eventLoopLagP50Ms, figures.eventLoopLagP99Ms], duration)],
    [say.memory, both([figures.memoryMiB, figures.peersMemoryMiB], mebibytes)],
  ];
}
