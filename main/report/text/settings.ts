/** Settings as text, and what the kernel did not take as it was asked to. */
import type { Effective, SocketOptions } from '#model/options.ts';
import { detectorOf } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { CellView } from '../facts/cell.ts';
import { choiceMeaning } from './kinds.ts';
import { setting } from './numbers.ts';
import type { Words } from '../words/en.ts';

type Value = SocketOptions[keyof SocketOptions];

/** In the place of a value: the kernel's reason. */
interface Why {
  readonly why: string;
}

export interface OptionDeviation {
  readonly label: string;
  readonly option: keyof Effective;
  /** Null where the kernel has no such option. */
  readonly asked: Value | null;
  /** What the kernel has now, or why it has none. */
  readonly got: Value | Why;
  readonly via: string | null;
  readonly trials: number;
}

/** `idle 1 s, interval 1 s, count 3`: names as in plan files, never translated; values that are words are. */
export function settingsText(settings: DetectorSettings & { readonly label?: string }, words: Words): string {
  const entries = Object.entries(settings)
    .filter(([key]) => key !== 'kind' && key !== 'label')
    .map(([key, value]) => entryText(key, typeof value === 'string' ? choiceMeaning(key, value, words.kinds) : value));
  return words.commas(entries);
}

function entryText(key: string, value: unknown): string {
  const name = key.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${name}\u00a0${key.endsWith('Ms') && typeof value === 'number' ? setting(value) : String(value)}`;
}

/** An option's value, or why it has none. */
export function optionText(option: keyof Effective, value: Value | Why | null, words: Words): string {
  if (value === undefined) return '\u2013';
  if (value === null) return '\u2026';
  if (typeof value === 'number') return option === 'userTimeoutMs' && value === 0 ? words.off : setting(value);
  if ('why' in value) return words.reason(value.why);
  return words.commas(Object.entries(value).map(([key, inner]) => entryText(key, inner)));
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
      return wants(detector, option) ? [{ ...about, asked: null, got: { why: state.unsupported }, via: null }] : [];
    const { asked, got, via, unreadable } = state;
    if (unreadable !== undefined && asked !== undefined) return [{ ...about, asked, got: { why: unreadable }, via }];
    if (asked === undefined || JSON.stringify(asked) === JSON.stringify(got)) return [];
    return [{ ...about, asked, got, via }];
  });
}

function wants(detector: DetectorSettings, option: keyof Effective): boolean {
  return detectorOf(detector).options[option] !== undefined;
}

/** Trials whose options were read back from the kernel. */
export function optionsReadIn(cells: readonly CellView[]): number {
  return cells.flatMap((cell) => cell.trials).filter(({ result }) => result.effective !== null).length;
}
