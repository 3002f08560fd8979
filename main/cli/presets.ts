/** `halfopen presets`: ready-made experiments. */
import { defaultPreset } from '#contract/default-preset.ts';
import { loadPreset, presetNames, presetPurpose, presetText } from '#host/presets.ts';
import { exitCodes } from '#model/error.ts';

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
