/** Ready-made experiments: main/contract/presets/*.yaml. */
import { readFileSync, readdirSync } from 'node:fs';
import { nearest } from '#contract/nearest.ts';
import { parsePlan } from '#contract/plan-file.ts';
import type { ParsedPlan } from '#contract/plan-file.ts';
import { exitCodes, HalfopenError } from '#model/error.ts';
import { defaultPreset } from './options.ts';

const folder = new URL('../contract/presets/', import.meta.url);

/** The default first, then by name. */
export function presetNames(): readonly string[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length));
  return [defaultPreset, ...names.filter((name) => name !== defaultPreset).toSorted()];
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
    message: `there is no preset called ${name}`,
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

export function showPresets(): Promise<number> {
  const blocks = presetNames().map((name) => {
    const text = presetText(name);
    const { detectors, faults, traffic, repeats } = loadPreset(name).plan;
    const trials = detectors.length * faults.length * traffic.length * repeats;
    const size = `${detectors.length} detectors x ${faults.length} faults x ${traffic.length} traffic x ${repeats} = ${trials} trials`;
    return `${name}${name === defaultPreset ? ' (default)' : ''}\n  ${presetPurpose(text)}\n  ${size}\n`;
  });
  process.stdout.write(`${blocks.join('\n')}\nhalfopen presets show NAME prints the file; copy it and change it.\n`);
  return Promise.resolve(exitCodes.done);
}

export function showPreset(name: string): Promise<number> {
  process.stdout.write(presetText(name));
  return Promise.resolve(exitCodes.done);
}
