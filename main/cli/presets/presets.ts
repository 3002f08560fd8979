/** `halfopen presets`: ready-made experiments. */
import { defaultPreset } from '#contract/experiment/default-preset.ts';
import { loadPreset, presetNames, presetPurpose, presetText } from '#host/presets.ts';
import { exitCodes } from '#model/error.ts';
import type { Plan } from '#model/plan/plan.ts';
import { storyIn, wordsIn } from '#report';
import type { Language } from '../options.ts';
import { terminal } from '../terminal/terminal.ts';
import { wrapped } from '../terminal/text-width.ts';

const widest = 100;

export function showPresets({ lang }: { readonly lang: Language }): Promise<number> {
  const presets = presetNames().map((name) => ({ name, plan: loadPreset(name).plan }));
  const plain = presets.filter(({ plan }) => plan.story === undefined);
  const told = presets.filter(({ plan }) => plan.story !== undefined);
  process.stdout.write(
    `${plain.map(({ name, plan }) => block(name, [presetPurpose(presetText(name))], plan)).join('\n')}
${wordsIn(lang).incident.group}

${told.map(({ name, plan }) => block(name, storyLines(plan, lang), plan)).join('\n')}
"halfopen presets show NAME" prints the file of a preset, to copy and edit.\n`,
  );
  return Promise.resolve(exitCodes.done);
}

function storyLines({ story }: Plan, lang: Language): readonly string[] {
  if (story === undefined) return [];
  const { title, happened } = storyIn(story, wordsIn(lang).code);
  return [title, happened];
}

function block(name: string, paragraphs: readonly string[], { detectors, faults, traffic, repeats }: Plan): string {
  const trials = detectors.length * faults.length * traffic.length * repeats;
  const factors = [
    counted(detectors.length, 'detector'),
    counted(faults.length, 'fault'),
    `${traffic.length} traffic`,
    counted(repeats, 'repeat'),
  ];
  const size = `${factors.join(' x ')} = ${counted(trials, 'trial')}`;
  const columns = Math.min(terminal(process.stdout).columns, widest);
  const lines = [...paragraphs, size].flatMap((text) => wrapped(`  ${text}`, columns, '  '));
  return `${name}${name === defaultPreset ? ' (default)' : ''}\n${lines.join('\n')}\n`;
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

export function showPreset(name: string): Promise<number> {
  process.stdout.write(presetText(name));
  return Promise.resolve(exitCodes.done);
}
