/** Flags for the settings of detectors, and what `--fault` takes: made from what the records declare. */
import { Option } from 'commander';
import { decimalValue, numberOrText, switchValue, wholeValue } from './values.ts';
import type { AnyDetectorPart } from '#model/detectors/index.ts';
import { shortDuration } from '#model/duration.ts';
import { faultParts } from '#model/faults/index.ts';
import type { AnyFaultPart } from '#model/faults/index.ts';
import { allSettings, choice, dataName } from '#model/settings/setting.ts';
import type { Setting } from '#model/settings/setting.ts';

/** `userTimeout` is `--user-timeout`. */
export function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** One flag for each name of a setting; its help says for each kind what it is, where there is more than one. */
export function settingOptions(parts: readonly AnyDetectorPart[]): readonly Option[] {
  const uses = parts.flatMap((part) => entriesOf(part).map(([name, setting]) => ({ name, setting, kind: part.kind })));
  return [...Map.groupBy(uses, ({ name }) => name)].map(([name, all]) => {
    const settings = all.map(({ setting }) => setting);
    const kindsByText = Map.groupBy(all, ({ setting }) => textOf(setting));
    const lines = [...kindsByText].map(([text, of]) => (parts.length === 1 ? text : `${namesOf(of)}: ${text}`));
    const option = new Option(`${flagOf(name)} <${placeholderOf(settings)}>`, lines.join('\n'));
    const read = readerOf(settings);
    return read === null ? option : option.argParser(read);
  });
}

const namesOf = (uses: readonly { readonly kind: string }[]): string =>
  [...new Set(uses.map(({ kind }) => kind))].join(', ');

/** Every setting by its name in files, and the key that stands for another kind. */
function entriesOf({ settings, alias }: AnyDetectorPart): readonly (readonly [string, Setting])[] {
  const declared = Object.entries(allSettings(settings));
  if (alias === undefined) return declared;
  return [...declared, [alias.key, choice(Object.keys(alias.kinds) as [string, ...string[]], alias.says)]];
}

/** What it is, what it may be, and what it is when left out. */
function textOf(setting: Setting): string {
  // Help begins small; names such as TCP_KEEPIDLE and Desired Min TX Interval stay as they are.
  const says = setting.says.replace(/^[A-Z](?=[a-z]* (?![A-Z][a-z]))/, (letter) => letter.toLowerCase());
  const usual = setting.default === undefined ? [] : [`default ${valueText(setting, setting.default)}`];
  return `${says} (${[rangeOf(setting), ...usual, ...(setting.optional === true ? ['optional'] : [])].join('; ')})`;
}

const list = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function rangeOf(setting: Setting): string {
  switch (setting.is) {
    case 'duration': {
      const range = `${shortDuration(setting.minMs)} to ${shortDuration(setting.maxMs)}`;
      return setting.wholeSeconds === undefined ? range : `${range} in whole seconds`;
    }
    case 'whole':
    case 'decimal':
      return `${setting.min} to ${setting.max}`;
    case 'percent':
      return 'above 0, up to 100';
    case 'choice':
      return list.format(setting.of);
    case 'switch':
      return list.format(['true', 'false']);
  }
}

const valueText = ({ is }: Setting, value: unknown): string =>
  is === 'duration' && typeof value === 'number' ? shortDuration(value) : String(value);

const placeholders = {
  duration: 'duration',
  whole: 'n',
  decimal: 'number',
  percent: 'percent',
  choice: 'word',
  switch: 'true|false',
} as const satisfies Record<Setting['is'], string>;

function placeholderOf(settings: readonly Setting[]): string {
  const [first, ...others] = new Set(settings.map(({ is }) => placeholders[is]));
  return first === undefined || others.length > 0 ? 'value' : first;
}

/** Numbers are checked against the widest range; everything else stays text, which the experiment file's schema reads. */
function readerOf(settings: readonly Setting[]): ((text: string) => string | number | boolean) | null {
  if (settings.every(({ is }) => is === 'switch')) return switchValue;
  const ranges = settings.flatMap(numbersOf);
  if (ranges.length === 0) return null;
  if (ranges.length < settings.length) return numberOrText;
  const [min, max] = [Math.min(...ranges.map((range) => range.min)), Math.max(...ranges.map((range) => range.max))];
  return settings.every(({ is }) => is === 'whole') ? wholeValue(min, max) : decimalValue(min, max);
}

function numbersOf(setting: Setting): readonly { readonly min: number; readonly max: number }[] {
  if (setting.is === 'whole' || setting.is === 'decimal') return [setting];
  return setting.is === 'percent' ? [{ min: 0, max: 100 }] : [];
}

/** `fin, half-close, blackhole:both|to-peer|from-peer, outage:1.5s`: every fault, with what may follow its colon. */
export const faultSyntax: string = faultParts.map(syntaxOf).join(', ');

function syntaxOf({ kind, settings, shorthand, example }: AnyFaultPart): string {
  const setting = shorthand === undefined ? undefined : settings[shorthand];
  if (shorthand === undefined || setting === undefined) return kind;
  const { [dataName(shorthand, setting)]: usual } = example as Readonly<Record<string, unknown>>;
  return `${kind}:${setting.is === 'choice' ? setting.of.join('|') : valueText(setting, usual)}`;
}
