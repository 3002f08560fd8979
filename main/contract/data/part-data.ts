/** Settings of detectors and faults as plain data, made from what their records declare. Wider than files: history stays readable. */
import { z } from 'zod';
import { dataName, isVariants } from '#model/settings/setting.ts';
import type { Setting, Settings, Variants } from '#model/settings/setting.ts';

/** What of a record data needs. */
export interface DeclaredData {
  readonly kind: string;
  readonly settings: Settings | Variants;
}

export function partData({ kind, settings }: DeclaredData, beside: z.ZodRawShape = {}): z.ZodType {
  const of = (declared: Settings, by: z.ZodRawShape = {}): z.ZodType =>
    z.object({ ...beside, kind: z.literal(kind), ...by, ...shapeOf(declared, settingData) });
  if (!isVariants(settings)) return of(settings);
  return z.union(
    Object.entries(settings.of).map(([name, variant]) => of(variant.settings, { [settings.by]: z.literal(name) })),
  );
}

/** Names of data to schemas; what may be missing may be missing here too. */
export function shapeOf(settings: Settings, schemaOf: (setting: Setting) => z.ZodType): z.ZodRawShape {
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const schema = schemaOf(setting);
      return [dataName(name, setting), setting.optional === true ? z.exactOptional(schema) : schema];
    }),
  );
}

export function settingData(setting: Setting): z.ZodType {
  switch (setting.is) {
    case 'duration': {
      const ms = z.number().min(0);
      return setting.stepMs === undefined ? ms : ms.multipleOf(setting.stepMs);
    }
    case 'whole':
      return z.int().min(setting.min);
    case 'decimal':
      return z.number().positive();
    case 'percent':
      return z.number().gt(0).max(100);
    case 'choice':
      return z.enum([...setting.of]);
    case 'switch':
      return z.boolean();
  }
}
