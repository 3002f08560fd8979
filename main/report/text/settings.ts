/** Settings as text, and what the kernel did not take as it was asked to. */
import type { Effective } from '#model/options.ts';
import { detectorOf } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { CellView } from '../facts/cell.ts';
import type { KindWords } from '../words/kinds-en.ts';
import { choiceText } from './kinds.ts';
import { setting } from './numbers.ts';

export interface OptionDeviation {
  readonly label: string;
  readonly option: keyof Effective;
  readonly asked: string;
  /** What the kernel has now, or why it has none. */
  readonly got: string;
  readonly via: string | null;
  readonly trials: number;
}

/** `idle 1 s, interval 1 s, count 3`: names as in plan files, never translated; words that are chosen, with their meaning. */
export function settingsText(settings: DetectorSettings & { readonly label?: string }, kinds: KindWords): string {
  return Object.entries(settings)
    .filter(([key]) => key !== 'kind' && key !== 'label')
    .map(([key, value]) => entryText(key, typeof value === 'string' ? choiceText(key, value, kinds) : value))
    .join(', ');
}

function entryText(key: string, value: unknown): string {
  const name = key.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${name}\u00a0${key.endsWith('Ms') && typeof value === 'number' ? setting(value) : String(value)}`;
}

function optionText(value: unknown): string {
  if (value === undefined || value === null) return '\u2013';
  if (typeof value === 'number') return setting(value);
  return Object.entries(value)
    .map(([key, inner]) => entryText(key, inner))
    .join(', ');
}

export function deviationsOf(cells: readonly CellView[]): readonly OptionDeviation[] {
  const found = new Map<string, OptionDeviation>();
  for (const cell of cells)
    for (const { result } of cell.trials)
      for (const deviation of deviationsIn(result.effective, cell)) {
        const key = JSON.stringify(deviation);
        found.set(key, { ...deviation, trials: (found.get(key)?.trials ?? 0) + 1 });
      }
  return [...found.values()];
}

function deviationsIn(effective: Effective | null, { detector }: CellView): OptionDeviation[] {
  if (effective === null) return [];
  return (['keepalive', 'userTimeoutMs'] as const).flatMap((option): OptionDeviation[] => {
    const state = effective[option];
    const about = { label: detector.label, option, trials: 0 };
    if ('unsupported' in state)
      return wants(detector, option) ? [{ ...about, asked: '\u2026', got: state.unsupported, via: null }] : [];
    const { asked, got, via, unreadable } = state;
    if (unreadable !== undefined && asked !== undefined)
      return [{ ...about, asked: optionText(asked), got: unreadable, via }];
    if (asked === undefined || JSON.stringify(asked) === JSON.stringify(got)) return [];
    return [{ ...about, asked: optionText(asked), got: optionText(got), via }];
  });
}

function wants(detector: DetectorSettings, option: keyof Effective): boolean {
  return detectorOf(detector).options[option] !== undefined;
}

/** Trials whose options were read back from the kernel. */
export function optionsReadIn(cells: readonly CellView[]): number {
  return cells.flatMap((cell) => cell.trials).filter(({ result }) => result.effective !== null).length;
}
