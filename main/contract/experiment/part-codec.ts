/**
 * How a detector or a fault is written in an experiment file, made from what its record declares: keys without units,
 * durations such as `1s`, defaults, ranges; and what that means as plain data.
 */
import { z } from 'zod';
import { settingData, shapeOf } from '../data/part-data.ts';
import { decimal, duration, mapping, oneOf, percent, wholeNumber, yesOrNo } from './file-values.ts';
import { shortDuration } from '#model/duration.ts';
import type { Alias, Misfit } from '#model/detectors/part.ts';
import { dataName, isVariants } from '#model/settings/setting.ts';
import type { Setting, Settings, Variants } from '#model/settings/setting.ts';

/** What of a record a file needs. */
export interface Declared {
  readonly kind: string;
  readonly says: string;
  readonly settings: Settings | Variants;
  readonly alias?: Alias;
  misfit?(data: never): Misfit | null;
}

type FileValues = Readonly<Record<string, unknown>>;
type Context = Parameters<Parameters<typeof z.codec>[2]['decode']>[1];

/** What else a file may say of the part, the same in file and data. */
type Beside = Readonly<Record<string, z.ZodType>>;

/** Both ways: `z.encode` writes what this reads. */
export function partCodec(part: Declared, beside: Beside = {}): z.ZodType {
  const { settings } = part;
  if (!isVariants(settings)) return oneCodec(part, { settings, beside, says: part.says });
  const variants = Object.entries(settings.of).map(([name, variant]) =>
    oneCodec(part, {
      settings: variant.settings,
      beside: { ...beside },
      says: `${part.says}. ${variant.says}`,
      by: { [settings.by]: z.literal(name).meta({ description: variant.says }) },
    }),
  );
  return z.discriminatedUnion(settings.by, variants as unknown as Discriminated, {
    error: `one of ${Object.keys(settings.of).join(', ')}`,
  });
}

/** Zod asks for schemas whose discriminator it can see in the type; here it is only there when the program runs. */
export type Discriminated = [z.ZodDiscriminatedUnion, ...z.ZodDiscriminatedUnion[]];

interface One {
  readonly settings: Settings;
  readonly beside: Beside;
  readonly says: string;
  /** The setting that chooses the variant. */
  readonly by?: Readonly<Record<string, z.ZodType>>;
}

function oneCodec(part: Declared, { settings, beside, says, by = {} }: One): z.ZodType {
  const { kind, alias } = part;
  const entries = Object.entries(settings);
  const file = mapping(
    {
      kind: z.literal(kind),
      ...by,
      ...Object.fromEntries(entries.map(([name, setting]) => [name, fileValue(setting)])),
      ...(alias === undefined ? {} : { [alias.key]: oneOf(words(Object.keys(alias.kinds)), alias.says).optional() }),
      ...beside,
    },
    says,
  );
  const kinds = alias === undefined ? z.literal(kind) : z.enum(Object.values(alias.kinds));
  const data = z.object({ kind: kinds, ...by, ...shapeOf(settings, settingData), ...beside });
  return z.codec(file, data, {
    decode: (given, context) => decoded(part, entries, given, context),
    encode: (plain) => encoded(entries, plain),
  });
}

type Entries = readonly (readonly [string, Setting])[];

function decoded(part: Declared, entries: Entries, given: FileValues, context: Context): FileValues & { kind: string } {
  const { alias } = part;
  const kind = alias === undefined ? part.kind : kindBehind(part.kind, alias, given, context);
  const values = entries.flatMap(([name, setting]) => {
    const value = given[name] ?? (setting.sameAs === undefined ? undefined : given[setting.sameAs]);
    return value === undefined ? [] : [[dataName(name, setting), value] as const];
  });
  const known = new Set([...entries.map(([name]) => name), 'kind', alias?.key]);
  const others = Object.entries(given).filter(([name]) => !known.has(name));
  const data = { kind, ...Object.fromEntries(values), ...Object.fromEntries(others) };
  const misfit = part.misfit?.(data as never) ?? null;
  if (misfit !== null)
    context.issues.push({
      code: 'custom',
      input: given[misfit.setting],
      path: [misfit.setting],
      message: misfit.allowed,
    });
  return data;
}

/** A kind that says something already cannot be told the contrary. */
function kindBehind(kind: string, { key, kinds }: Alias, given: FileValues, context: Context): string {
  const value = given[key];
  if (typeof value !== 'string') return kind;
  const meant = kinds[value] ?? kind;
  const isPlain = Object.values(kinds)[0] === kind;
  if (meant === kind || isPlain) return meant;
  const allowed = Object.keys(kinds).find((word) => kinds[word] === kind) ?? '';
  context.issues.push({
    code: 'custom',
    input: value,
    path: [key],
    message: `${allowed}, or leave it out: the kind says so already`,
  });
  return kind;
}

function encoded(entries: Entries, plain: FileValues): { kind: string } {
  const named = new Map(entries.map(([name, setting]) => [dataName(name, setting), name]));
  const written = Object.entries(plain).map(([name, value]) => [named.get(name) ?? name, value]);
  return Object.fromEntries(written) as { kind: string };
}

const words = (all: readonly string[]): [string, ...string[]] => all as [string, ...string[]];

/** A value as it is written, with its range and default. */
function fileValue(setting: Setting): z.ZodType {
  const value = plainValue(setting);
  if (setting.optional === true) return z.exactOptional(value);
  if (setting.sameAs !== undefined) return value.optional();
  if (setting.default === undefined) return value;
  const { default: usual } = setting;
  return value.prefault(setting.is === 'duration' && typeof usual === 'number' ? shortDuration(usual) : usual);
}

function plainValue(setting: Setting): z.ZodType {
  switch (setting.is) {
    case 'duration':
      return duration(setting, setting.says);
    case 'whole':
      return wholeNumber(setting.min, setting.max, setting.says);
    case 'decimal':
      return decimal(setting.min, setting.max, setting.says);
    case 'percent':
      return percent(setting.says);
    case 'choice':
      return oneOf([...setting.of], setting.says);
    case 'switch':
      return yesOrNo(setting.says);
  }
}
