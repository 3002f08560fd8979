/** The types of events that this Halfopen knows. What a later one wrote may have others. */
import type { z } from 'zod';
import { runEventData } from '#contract/data/event.ts';
import { liveEventData } from '#contract/data/live.ts';

interface TypedOption extends z.ZodType {
  readonly shape: { readonly type: z.ZodLiteral<string> };
}

const byType = (options: readonly TypedOption[]): ReadonlyMap<string, z.ZodType> =>
  new Map(options.map((option) => [option.shape.type.value, option]));

/** The schema of each type. */
export const knownRunEvents = byType(runEventData.options);
export const knownLiveEvents = byType(liveEventData.options);
