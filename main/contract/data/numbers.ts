/** Numbers that many results have. An `id` is the name of a definition that a JSON Schema has once (docs/schema). */
import { z } from 'zod';
import type { Interval } from '#model/result/confidence.ts';

export const countData = z.int().min(0).meta({ id: 'count' });

export const intervalData = z
  .object({ from: z.number(), to: z.number() })
  .meta({ id: 'interval' }) satisfies z.ZodType<Interval>;
