/** How faults, and the instant at which they strike, are written in an experiment file. */
import { z } from 'zod';
import { phaseData } from '../data/settings.ts';
import type { FileEntry } from './file-detectors.ts';
import { duration, mapping } from './file-values.ts';
import { partCodec } from './part-codec.ts';
import type { Discriminated } from './part-codec.ts';
import { faultKinds, faultParts } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { periodOrNone } from '#model/settings/limits.ts';

const entries = faultParts.map((part) => partCodec(part));

/** One entry of `faults`. */
export const fileFault = z.discriminatedUnion('kind', entries as unknown as Discriminated, {
  error: `a mapping with a kind: one of ${faultKinds.join(', ')}`,
}) as unknown as z.ZodType<Fault, FileEntry>;

const phaseError = 'random, fixed, or { kind: fixed, offset: 500ms }';

/** `phase`: `random`, `fixed` (just when a probe cycle begins), or a mapping with an offset. */
export const filePhase = z.codec(
  z
    .union(
      [
        z.enum(['random', 'fixed']),
        mapping(
          {
            kind: z.literal('fixed'),
            offset: duration(periodOrNone, 'After the last probe cycle began'),
          },
          'A fixed instant in the probe cycle',
        ),
      ],
      { error: phaseError },
    )
    .meta({ description: 'When the fault strikes within the probe cycle: random (seeded) or fixed' }),
  phaseData,
  {
    decode: (file) => {
      if (file === 'random') return { kind: 'random' as const };
      return { kind: 'fixed' as const, offsetMs: file === 'fixed' ? 0 : file.offset };
    },
    encode: (phase) => {
      if (phase.kind === 'random') return 'random' as const;
      return phase.offsetMs === 0 ? ('fixed' as const) : { kind: 'fixed' as const, offset: phase.offsetMs };
    },
  },
);
