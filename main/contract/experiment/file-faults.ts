/** How faults, and the instant at which they strike, are written in an experiment file. */
import { z } from 'zod';
import { direction, fileNetworkFaults } from './file-network-faults.ts';
import { duration, faultTime, mapping, oneOf } from './file-values.ts';
import {
  blackholeData,
  faultKinds,
  outageData,
  phaseData,
  plainFaultData,
  rebootData,
  slowPongData,
} from '../data/settings.ts';

const plain = mapping(
  {
    kind: z.enum(['none', 'fin', 'half-close', 'rst', 'kill', 'freeze']).meta({
      description:
        'none: nothing, the control. fin: the peer closes. half-close: it only stops sending. rst: it aborts. kill: SIGKILL. freeze: SIGSTOP',
    }),
  },
  'What the peer process does or suffers',
);

const blackhole = z.codec(
  mapping({ kind: z.literal('blackhole'), direction }, 'Packets vanish silently, for ever'),
  blackholeData,
  { decode: (file) => file, encode: (fault) => fault },
);

const outage = z.codec(
  mapping(
    { kind: z.literal('outage'), duration: duration(faultTime, 'Until the path heals'), direction },
    'Packets vanish for a while; the right answer is silence',
  ),
  outageData,
  {
    decode: ({ duration: durationMs, ...rest }) => ({ ...rest, durationMs }),
    encode: ({ durationMs, ...rest }) => ({ ...rest, duration: durationMs }),
  },
);

const reboot = z.codec(
  mapping(
    { kind: z.literal('reboot'), down: duration(faultTime, 'How long the host is gone') },
    'The host of the peer is gone for a while and then knows nothing of the connection',
  ),
  rebootData,
  { decode: ({ kind, down }) => ({ kind, downMs: down }), encode: ({ kind, downMs }) => ({ kind, down: downMs }) },
);

const slowPong = z.codec(
  mapping(
    {
      kind: z.literal('slow-pong'),
      delay: duration(faultTime, 'How late every PONG is'),
      countsAs: z.exactOptional(
        oneOf(
          ['alive', 'dead'],
          'What a peer that slow is to you: alive (as if left out), so silence is right, or dead',
        ),
      ),
    },
    'The peer lives but answers late; the right answer is silence, unless so slow counts as dead',
  ),
  slowPongData,
  {
    decode: ({ delay, ...rest }) => ({ ...rest, delayMs: delay }),
    encode: ({ delayMs, ...rest }) => ({ ...rest, delay: delayMs }),
  },
);

/** One entry of `faults`. */
export const fileFault = z.discriminatedUnion(
  'kind',
  [
    z.codec(plain, plainFaultData, { decode: (file) => file, encode: (fault) => fault }),
    blackhole,
    outage,
    reboot,
    slowPong,
    ...fileNetworkFaults,
  ],
  { error: `a mapping with a kind: one of ${faultKinds.join(', ')}` },
);

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
            offset: duration({ minMs: 0, maxMs: faultTime.maxMs }, 'After the last probe cycle began'),
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
