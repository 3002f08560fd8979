/** Ready-made experiments: main/presets/*.yaml. */
import { readFileSync, readdirSync } from 'node:fs';
import { defaultPreset, incidents } from '#contract/experiment/default-preset.ts';
import { nearest } from '#contract/experiment/nearest.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import type { ParsedPlan } from '#contract/experiment/plan-file.ts';
import { HalfopenError } from '#model/error.ts';

const folder = new URL('../presets/', import.meta.url);

/** The default first, then by name; incidents last, in their own order. */
export function presetNames(): readonly string[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length));
  const told: readonly string[] = incidents;
  const plain = names.filter((name) => name !== defaultPreset && !told.includes(name));
  return [defaultPreset, ...plain.toSorted(), ...told];
}

/** @throws HalfopenError `unknown-preset` naming those that exist. */
export function loadPreset(name: string): ParsedPlan {
  return parsePlan(presetText(name), { name, format: 'yaml' });
}

/** The preset as it stands in its file, comments included: a file to start from. */
export function presetText(name: string): string {
  const names = presetNames();
  if (names.includes(name)) return readFileSync(new URL(`${name}.yaml`, folder), 'utf8');
  const near = nearest(name, names);
  throw new HalfopenError({
    code: 'unknown-preset',
    fault: 'input',
    message: `There is no preset called ${name}.`,
    given: name,
    allowed: names.join(', '),
    ...(near === null ? {} : { hint: `did you mean ${near}?` }),
  });
}

/** The comment at the top of a preset: what it shows. */
export function presetPurpose(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^#\s*/, ''))
    .join(' ');
}
