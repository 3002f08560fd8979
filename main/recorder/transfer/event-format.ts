/** Checks the events in a file. One of a type that only a later Halfopen knows needs no more than what all have. */
import { z } from 'zod';
import type { RunEvent } from '#model/event.ts';
import type { Plan } from '#model/plan/plan.ts';
import { knownLiveEvents, knownRunEvents } from '../reading/known-events.ts';
import { allowedSize, isTooLarge, trialsIn } from '../reading/plan-size.ts';
import { idSchema } from './bundle-format.ts';
import { flawOf } from './refusal.ts';
import type { Flaw } from './refusal.ts';

/** Nanoseconds are exact as far as that. */
const at = z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const typeName = z.string().min(1).max(64);

const anyRunEvent = z.looseObject({ run: idSchema, at, type: typeName, trial: z.exactOptional(z.int().min(0)) });
const anyLiveEvent = z.looseObject({ session: z.int().min(1), at, type: typeName });

export const flawOfRunEvent = (raw: unknown, path: readonly PropertyKey[] = []): Flaw | null =>
  flawOfEvent(raw, { any: anyRunEvent, known: knownRunEvents, path });

export const flawOfLiveEvent = (raw: unknown): Flaw | null =>
  flawOfEvent(raw, { any: anyLiveEvent, known: knownLiveEvents, path: [] });

interface Schemas {
  readonly any: z.ZodType<{ readonly type: string }>;
  readonly known: ReadonlyMap<string, z.ZodType>;
  readonly path: readonly PropertyKey[];
}

function flawOfEvent(raw: unknown, { any, known, path }: Schemas): Flaw | null {
  const flaw = flawOf(any, raw, path);
  if (flaw !== null) return flaw;
  const schema = known.get((raw as { readonly type: string }).type);
  return schema === undefined ? null : flawOf(schema, raw, path);
}

/** A plan that no experiment file could ask for. */
export function flawOfSize(plan: Plan, path: readonly PropertyKey[]): Flaw | null {
  return isTooLarge(plan) ? { path: [...path, 'repeats'], given: plan.repeats, allowed: allowedSize } : null;
}

/** What is wrong with the events of one run together, and with which of them. */
export interface StoryFlaw extends Flaw {
  readonly index: number;
}

/** A run begins once and ends once, and its plan has all its trials. */
export function flawOfStory(events: readonly RunEvent[], run: string): StoryFlaw | null {
  const beginning = events.findIndex(({ type }) => type === 'started');
  const begun = events[beginning];
  if (begun?.type !== 'started')
    return { index: 0, path: ['type'], given: events[0]?.type, allowed: '"started" first' };
  const tooLarge = flawOfSize(begun.plan, ['plan']);
  if (tooLarge !== null) return { index: beginning, ...tooLarge };
  const trials = trialsIn(begun.plan);
  let isOver = false;
  for (const [index, event] of events.entries()) {
    const flaw = flawOfNext(event, { run, trials, isBegun: index > beginning, isOver });
    if (flaw !== null) return { index, ...flaw };
    isOver ||= event.type === 'ended';
  }
  return null;
}

interface SoFar {
  readonly run: string;
  readonly trials: number;
  readonly isBegun: boolean;
  readonly isOver: boolean;
}

function flawOfNext(event: RunEvent, { run, trials, isBegun, isOver }: SoFar): Flaw | null {
  const { type } = event;
  if (event.run !== run) return { path: ['run'], given: event.run, allowed: run };
  if (type === 'started' && isBegun) return { path: ['type'], given: type, allowed: 'one "started" in a run' };
  if (type !== 'started' && !isBegun && knownRunEvents.has(type))
    return { path: ['type'], given: type, allowed: '"started" first' };
  if (type === 'ended' && isOver) return { path: ['type'], given: type, allowed: 'one "ended" in a run' };
  const isBeyond = 'trial' in event && event.trial >= trials;
  return isBeyond
    ? { path: ['trial'], given: event.trial, allowed: `0 to ${trials - 1}, the trials of the plan` }
    : null;
}
