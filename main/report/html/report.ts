/** The report as one HTML file that needs nothing else: no network, no script, no font. */
import { allTrialsSection, reproduceSection } from './all.ts';
import { agreementSection } from './agreement.ts';
import { hostSection, methodSection, rulesSection, settingsSection, unmeasuredSection } from './details.ts';
import { incidentSection } from './incident.ts';
import { matrixSection } from './matrix.ts';
import { mistakesSection } from './mistakes.ts';
import { stripsSection } from './strips.ts';
import { css, cssHash } from './style.ts';
import { contents, expectationsSection, masthead } from './top.ts';
import { markup, trusted } from '../text/markup.ts';
import type { ReportModel } from '../facts/model.ts';
import { symbols } from '../svg/marks.ts';
import type { Words } from '../words/en.ts';

/* Only our style sheet, known by its hash, may act; nothing may be loaded, sent or run. */
const policy = `default-src 'none'; style-src '${cssHash}'; base-uri 'none'; form-action 'none'`;

export function htmlReport(report: ReportModel, words: Words): string {
  const { result } = report;
  return markup`<!doctype html>
<html lang="${words.code}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Halfopen ${result.host.halfopen}">
<title>${words.title(result.name)}</title>
<style>${trusted(css)}</style>
</head>
<body>
${symbols}
${masthead(report, words)}
${contents(report, words)}
<main>
${incidentSection(report, words)}
${expectationsSection(report, words)}
${matrixSection(report, words)}
${stripsSection(report, words)}
${mistakesSection(report, words)}
${agreementSection(report, words)}
${unmeasuredSection(report, words)}
${methodSection(report, words)}
${settingsSection(report, words)}
${rulesSection(report, words)}
${hostSection(report, words)}
${reproduceSection(report, words)}
${allTrialsSection(report, words)}
</main>
<footer><p>${words.footer(result.host.halfopen)}</p></footer>
</body>
</html>
`.toString();
}
