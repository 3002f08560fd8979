/** What a host can do, asked first. A view never asks where it runs: it asks this, and shows the reason and the remedy. */
import { z } from 'zod';
import { hostFactsData } from '../data/result.ts';
import { nsData } from '../data/live.ts';
import type { Capability } from '#model/capability.ts';

/** Grows when an older view could not understand a newer host, or the other way round. */
export const protocolVersion = 1;

const answer = z.union([z.literal(true), z.object({ no: z.string(), fix: z.exactOptional(z.string()) })]);

export const capabilityData = z.object({
  id: z.string(),
  what: z.string(),
  can: answer,
}) satisfies z.ZodType<Capability>;

export const abilitiesData = z.object({
  protocol: z.int(),
  host: hostFactsData,
  kernel: z.object({ os: z.enum(['linux', 'darwin', 'windows']), hz: z.number(), retries2: z.number() }),
  /** The host's clock now: views count instants from it. */
  now: nsData,
  capabilities: z.array(capabilityData),
  historyPath: z.string(),
  /** Reports as PDF. */
  pdf: answer,
  /** Shows a folder in the system's file manager. */
  reveal: answer,
  /** Where the system's own menu has it, the view need not offer it. */
  quit: answer,
});

export type Abilities = z.output<typeof abilitiesData>;
