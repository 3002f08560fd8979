/** `npm run incidents`: runs every incident on this machine and writes docs/incidents.md with what was measured. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { incidents } from '#contract/experiment/default-preset.ts';
import { loadPreset } from '#host/presets.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { generatedBy } from './generated-by.ts';
import { measured } from './measured.ts';
import { reportOf, showingText, showingsOf, wordsIn } from '#report';

const words = wordsIn('en');

function chapter(name: string, result: ExperimentResult): string {
  const { story, deadlineMs } = result.plan;
  if (story === undefined) throw new Error(`${name} tells no story`);
  const { incident, traffic } = words;
  const { title, happened, why, decides, fix, scale } = story.en;
  const rows = showingsOf(reportOf(result)).map(({ role, cell }) => {
    const agrees = cell.judgement === 'agrees' ? 'yes' : cell.judgement === 'disagrees' ? '**no**' : '';
    const what = showingText(cell, words, deadlineMs).replaceAll('\u00a0', ' ');
    return `| ${incident[role]} | \`${cell.detector.label}\` | ${cell.fault.label}, ${traffic[cell.traffic]} | ${what} | ${agrees} |`;
  });
  const missed = result.expectations.filter(({ met }) => !met).map(({ text }) => `Not met: ${text}.`);
  return [
    `## ${title}`,
    happened,
    `**${incident.why}.** ${why}`,
    `**${incident.decides}.** ${decides}`,
    `**${incident.fix}.** ${fix}`,
    ...(scale === undefined ? [] : [`**${incident.scale}.** ${scale}`]),
    ['| | settings | put to the test | measured | as predicted |', '| --- | --- | --- | --- | --- |', ...rows].join(
      '\n',
    ),
    ...missed,
    `\`halfopen run ${name}\` · ${story.sources.map((source, at) => `[${at + 1}](${source})`).join(' ')}`,
  ].join('\n\n');
}

const results = await Promise.all(
  incidents.map(async (name) => ({ name, result: await measured(loadPreset(name).plan) })),
);
const [first] = results;
if (first === undefined) throw new Error('there is no incident');
const { host, startedAt } = first.result;
const head = `# Incidents

Written by \`npm run incidents\` from real runs of all ten presets at once, on ${host.os} ${host.kernel} (${host.arch}, HZ ${host.hz}),
Node ${host.node}, ${startedAt.slice(0, 10)}. Times are medians; "theory" is what the closed form of that cell says. Each preset
carries these results as expectations: \`halfopen run\` ends with exit code 1 when one is not met, and
\`tests/lab/incidents.test.ts\` runs them all. Two need private hosts (\`forgetful-balancer\` and \`green-heartbeat\`);
where these cannot be had, \`halfopen capabilities\` says why. The stories stand in \`main/presets\`, in English and
Chinese.`;
const text = [head, ...results.map(({ name, result }) => chapter(name, result))].join('\n\n');
writeFileSync(join(import.meta.dirname, 'incidents.md'), `${generatedBy('incidents')}${text}\n`);
