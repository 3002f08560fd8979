/** The experiment file: keys as people write them on one side, `Plan` on the other. Both ways, so a plan can be printed again. */
import { z } from 'zod';
import { fileDetector } from './file-detectors.ts';
import { fileExpectation } from './file-expect.ts';
import { fileFault, filePhase } from './file-faults.ts';
import { duration, listOf, mapping, oneOf, wholeNumber } from './file-values.ts';
import { fileStory } from './file-story.ts';
import { planData } from '../data/settings.ts';
import { traffics } from '#model/traffic.ts';
import type { Plan } from '#model/plan/plan.ts';

/** What an experiment file may leave out, and what it means then. */
export const planDefaults = {
  version: 1,
  name: 'experiment',
  deadline: '20s',
  repeats: 3,
  phase: 'random',
  seed: 1,
  traffic: ['idle'],
} as const;

const planFile = mapping(
  {
    version: z
      .literal(1, { error: '1, the version of this format' })
      .prefault(planDefaults.version)
      .meta({ description: 'Version of this format' }),
    name: z
      .string({ error: 'a text of 1 to 200 characters' })
      .trim()
      .min(1, { error: 'a text of 1 to 200 characters' })
      .max(200, { error: 'a text of 1 to 200 characters' })
      .prefault(planDefaults.name)
      .meta({ description: 'Shown in reports and history; by default the name of the file' }),
    deadline: duration(
      { minMs: 1000, maxMs: 24 * 3_600_000 },
      'How long after the fault a verdict is waited for; later is "undetected"',
    ).prefault(planDefaults.deadline),
    repeats: wholeNumber(1, 1000, 'Trials per cell').prefault(planDefaults.repeats),
    phase: filePhase.prefault(planDefaults.phase),
    seed: wholeNumber(0, 2_147_483_647, 'The same seed draws the same instants').prefault(planDefaults.seed),
    detectors: listOf(fileDetector, 'detector', 'What is to notice'),
    faults: listOf(fileFault, 'fault', 'What is to be noticed'),
    traffic: listOf(
      oneOf(
        traffics,
        'idle: nothing but what the detector sends; writing: a frame every 500 ms; reading: the peer sends one; ' +
          'in-flight: one frame, unacknowledged when the path breaks; zero-window: the peer reads nothing, its window is closed',
      ),
      'kind of traffic',
      'What the session does when the fault strikes',
    ).prefault([...planDefaults.traffic]),
    expect: z
      .array(fileExpectation, { error: 'a list of expectations' })
      .prefault([])
      .meta({ description: 'What must hold, or the run ends with exit code 1' }),
    story: z.exactOptional(fileStory),
  },
  'An experiment: every detector x fault x traffic is a cell, each tried `repeats` times',
);

/** Experiment file to `Plan`, and back with `z.encode`. */
export const planSchema = z.codec(planFile, planData, {
  decode: ({ deadline, ...rest }) => ({ ...rest, deadlineMs: deadline }),
  encode: ({ deadlineMs, ...rest }) => ({ ...rest, deadline: deadlineMs }),
}) satisfies z.ZodType<Plan>;

export type PlanFile = z.input<typeof planSchema>;
