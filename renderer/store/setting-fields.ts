/** The fields of a form that edits a detector or a fault: one for each setting that its record declares. */
import { roleSetting } from '#model/detectors/role.ts';
import { allSettings, dataName, isVariants, settingsFor } from '#model/settings/setting.ts';
import type { Setting, Settings, Variants } from '#model/settings/setting.ts';

/** What of a record a form needs. */
export interface Declared<E> {
  readonly settings: Settings | Variants;
  /** Where values come from that a change of variant asks for. */
  readonly example: E;
}

export type SettingValue = string | number | boolean;

export interface SettingField {
  /** As in files. */
  readonly name: string;
  readonly setting: Setting;
  /** Undefined where it is left out. */
  readonly value: SettingValue | undefined;
}

type Values = Readonly<Record<string, SettingValue | undefined>>;

/** In the order of the record. The role in a story is there where someone gave it. */
export function fieldsOf(settings: Settings | Variants, entry: object): readonly SettingField[] {
  const values = entry as Values;
  const inForce = {
    ...chooserOf(settings),
    ...settingsFor(settings, values),
    ...('role' in entry ? { role: roleSetting } : {}),
  };
  return Object.entries(inForce).map(([name, setting]) => ({ name, setting, value: values[dataName(name, setting)] }));
}

/** The setting that chooses the variant, where there are any. */
function chooserOf(settings: Settings | Variants): Settings {
  const chooser = isVariants(settings) ? allSettings(settings)[settings.by] : undefined;
  return isVariants(settings) && chooser !== undefined ? { [settings.by]: chooser } : {};
}

/** The entry with another value; undefined leaves the setting out. Another variant brings its own settings. */
export function withValue<E extends object>(
  declared: Declared<E>,
  entry: E,
  { name, setting }: Pick<SettingField, 'name' | 'setting'>,
  value: SettingValue | undefined,
): E {
  const { settings, example } = declared;
  const key = dataName(name, setting);
  const others = Object.entries(entry).filter(([other]) => other !== key);
  const next: Values = value === undefined ? Object.fromEntries(others) : { ...entry, [key]: value };
  return (isVariants(settings) && name === settings.by ? fitted(settings, next, example as Values) : next) as E;
}

/** Only what the variant has: what was there already, else as in the example, else the default or the least. */
function fitted(settings: Variants, entry: Values, example: Values): Values {
  const ofVariants = new Set(keysOf(allSettings(settings)));
  const beside = Object.entries(entry).filter(([key]) => !ofVariants.has(key) || key === settings.by);
  const own = Object.entries(settingsFor(settings, entry)).flatMap(([name, setting]) => {
    const key = dataName(name, setting);
    const value = entry[key] ?? (setting.optional === true ? undefined : (example[key] ?? firstValue(setting)));
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries([...beside, ...own]);
}

const keysOf = (settings: Settings): readonly string[] =>
  Object.entries(settings).map(([name, setting]) => dataName(name, setting));

function firstValue(setting: Setting): SettingValue {
  if (setting.is === 'choice') return setting.default ?? setting.of[0];
  if (setting.is === 'switch') return setting.default ?? false;
  if (setting.is === 'duration') return setting.default ?? setting.minMs;
  return setting.default ?? (setting.is === 'percent' ? 1 : setting.min);
}

export interface Span {
  readonly min: number;
  readonly max: number;
  /** What values are multiples of; null for any. */
  readonly step: number | null;
}

/** What a number may be, in the unit in which it is typed; null for what is no number. */
export function spanOf(setting: Setting): Span | null {
  if (setting.is === 'whole') return { min: setting.min, max: setting.max, step: 1 };
  if (setting.is === 'decimal') return { min: setting.min, max: setting.max, step: null };
  if (setting.is === 'percent') return { min: 0, max: 100, step: null };
  if (setting.is !== 'duration') return null;
  return { min: setting.minMs, max: setting.maxMs, step: setting.wholeSeconds === undefined ? 1 : 1000 };
}
