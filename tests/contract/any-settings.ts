/** Random settings of any registered detector or fault, drawn from what its record declares. */
import * as fc from 'fast-check';
import { dataName, isVariants } from '#model/settings/setting.ts';
import type { Setting, Settings, Variants } from '#model/settings/setting.ts';

interface Part<S> {
  readonly kind: string;
  readonly settings: Settings | Variants;
  misfit?(settings: S): unknown;
}

/** Every value that a file may hold, in data, durations up to `mostMs`; whatever may be left out sometimes is. */
export function anySettingsOf<S>(part: Part<S>, mostMs = Infinity): fc.Arbitrary<S> {
  const { settings } = part;
  const short = (all: Settings): Settings =>
    Object.fromEntries(Object.entries(all).map(([name, setting]) => [name, shortened(setting, mostMs)]));
  const drawn = isVariants(settings)
    ? fc.oneof(
        ...Object.entries(settings.of).map(([name, variant]) =>
          record(part.kind, short(variant.settings), { [settings.by]: name }),
        ),
      )
    : record(part.kind, short(settings));
  return (drawn as fc.Arbitrary<S>).filter((data) => (part.misfit?.(data) ?? null) === null);
}

const shortened = (setting: Setting, mostMs: number): Setting =>
  setting.is === 'duration' ? { ...setting, maxMs: Math.max(setting.minMs, Math.min(setting.maxMs, mostMs)) } : setting;

function record(kind: string, settings: Settings, by: Readonly<Record<string, string>> = {}) {
  const named = Object.entries(settings).map(([name, setting]) => [dataName(name, setting), setting] as const);
  const values = Object.fromEntries(named.map(([name, setting]) => [name, valueOf(setting)]));
  const required = named.filter(([, setting]) => setting.optional !== true).map(([name]) => name);
  const chosen = Object.fromEntries(Object.entries(by).map(([name, value]) => [name, fc.constant(value)]));
  return fc.record(
    { kind: fc.constant(kind), ...chosen, ...values },
    { requiredKeys: ['kind', ...Object.keys(by), ...required] as never[] },
  );
}

function valueOf(setting: Setting): fc.Arbitrary<unknown> {
  switch (setting.is) {
    case 'duration': {
      const stepMs = setting.wholeSeconds === undefined ? (setting.stepMs ?? 1) : 1000;
      const steps = { min: Math.ceil(setting.minMs / stepMs), max: Math.floor(setting.maxMs / stepMs) };
      return fc.integer(steps).map((count) => count * stepMs);
    }
    case 'whole':
      return fc.integer({ min: setting.min, max: setting.max });
    case 'decimal':
      return fc.double({ min: setting.min, max: setting.max, noNaN: true });
    case 'percent':
      return fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(0.25));
    case 'choice':
      return fc.constantFrom(...setting.of);
    case 'switch':
      return fc.boolean();
  }
}
