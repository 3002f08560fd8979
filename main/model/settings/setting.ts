/**
 * How a setting of a detector or a fault is declared: once. From the declaration come the type of the plain data, the
 * experiment file and its JSON Schema, the one-line form, the flags of the command line, and the builder's form.
 */

interface Declared {
  /** One sentence: what it is. The range follows it in schemas and help. */
  readonly says: string;
  /** It may be missing, and then means nothing of its own. */
  readonly optional?: true;
  /** What it is when left out: the value of another setting of the same part. */
  readonly sameAs?: string;
}

/** `idle: 1s` in a file, `idleMs: 1000` in data. */
export interface DurationSetting extends Declared {
  readonly is: 'duration';
  readonly minMs: number;
  readonly maxMs: number;
  /** Why only whole seconds will do in a file. */
  readonly wholeSeconds?: string;
  /** Data that is no multiple of it cannot be carried out anywhere. */
  readonly stepMs?: number;
  readonly default?: number;
}

/** A whole number. */
export interface WholeSetting extends Declared {
  readonly is: 'whole';
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

/** Any number in a range. */
export interface DecimalSetting extends Declared {
  readonly is: 'decimal';
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

/** A share of a hundred, above none. */
export interface PercentSetting extends Declared {
  readonly is: 'percent';
  readonly default?: number;
}

/** One of a few words. */
export interface ChoiceSetting extends Declared {
  readonly is: 'choice';
  readonly of: readonly [string, ...string[]];
  readonly default?: string;
}

/** Yes or no. */
export interface SwitchSetting extends Declared {
  readonly is: 'switch';
  readonly default?: boolean;
}

export type Setting = DurationSetting | WholeSetting | DecimalSetting | PercentSetting | ChoiceSetting | SwitchSetting;

/** The settings of one part by their names in files. */
export type Settings = Readonly<Record<string, Setting>>;

/** Settings that depend on the value of one of them. */
export interface Variants {
  /** Its name. */
  readonly by: string;
  readonly says: string;
  readonly of: Readonly<Record<string, { readonly says: string; readonly settings: Settings }>>;
}

export interface DurationLimits {
  readonly minMs: number;
  readonly maxMs: number;
  readonly wholeSeconds?: string;
  readonly stepMs?: number;
}

/** What a setting may have beside its sentence. */
export interface More<Given> {
  readonly optional?: true;
  readonly sameAs?: string;
  readonly default?: Given;
}

// What is given beside the sentence stays as it was written in the type: it decides whether the setting may be missing.

export const duration = <const M extends More<number>>(limits: DurationLimits, says: string, more = {} as M) => ({
  is: 'duration' as const,
  says,
  ...limits,
  ...more,
});

export const whole = <const M extends More<number>>(min: number, max: number, says: string, more = {} as M) => ({
  is: 'whole' as const,
  says,
  min,
  max,
  ...more,
});

export const decimal = <const M extends More<number>>(min: number, max: number, says: string, more = {} as M) => ({
  is: 'decimal' as const,
  says,
  min,
  max,
  ...more,
});

export const percent = (says: string) => ({ is: 'percent' as const, says });

export const choice = <const W extends readonly [string, ...string[]], const M extends More<W[number]>>(
  of: W,
  says: string,
  more = {} as M,
) => ({ is: 'choice' as const, says, of, ...more });

export const yesOrNo = <const M extends More<boolean>>(says: string, more = {} as M) => ({
  is: 'switch' as const,
  says,
  ...more,
});

type Simple<T> = { readonly [K in keyof T]: T[K] };
type DataName<Name extends string, S> = S extends { is: 'duration' } ? `${Name}Ms` : Name;
type Value<S> = S extends { is: 'choice'; of: readonly (infer Word)[] }
  ? Word
  : S extends { is: 'switch' }
    ? boolean
    : number;
type Names<F> = keyof F & string;

/** The plain data of these settings: durations carry their unit in the name. */
export type DataOf<F extends Settings> = Simple<
  {
    readonly [N in Names<F> as F[N] extends { optional: true } ? never : DataName<N, F[N]>]: Value<F[N]>;
  } & {
    readonly [N in Names<F> as F[N] extends { optional: true } ? DataName<N, F[N]> : never]?: Value<F[N]>;
  }
>;

/** The plain data of a part: its kind and its settings. */
export type Kind<K extends string, F extends Settings> = Simple<{ readonly kind: K } & DataOf<F>>;

/** The plain data of a part that has no settings. */
export interface Bare<K extends string> {
  readonly kind: K;
}

/** The name of a setting in data. */
export const dataName = (name: string, { is }: Setting): string => (is === 'duration' ? `${name}Ms` : name);

/** The settings in force for this data: all of them, or those of its variant. */
export function settingsFor(declared: Settings | Variants, data: Readonly<Record<string, unknown>>): Settings {
  if (!isVariants(declared)) return declared;
  return declared.of[String(data[declared.by])]?.settings ?? {};
}

/** Every setting that there may be: that which chooses a variant, and those of all variants. */
export function allSettings(declared: Settings | Variants): Settings {
  if (!isVariants(declared)) return declared;
  const { by, says, of } = declared;
  const names = Object.keys(of) as [string, ...string[]];
  return Object.assign({ [by]: choice(names, says) }, ...Object.values(of).map(({ settings }) => settings)) as Settings;
}

export const isVariants = (declared: Settings | Variants): declared is Variants => typeof declared.by === 'string';
