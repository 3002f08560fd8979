/**
 * The building blocks of the experiment file's schema. The message of every schema here is what is ALLOWED in its place;
 * problem.ts adds where it stands and what was given.
 */
import { z } from 'zod';
import { durationPattern, readDuration } from './duration.ts';
import { shortDuration } from '#model/duration.ts';
import type { DurationLimits } from '#model/settings/setting.ts';

/** A duration such as `1s` in the file, milliseconds in the plan. */
export function duration(limits: DurationLimits, description: string) {
  const range = describeLimits(limits);
  const text = z
    .string({ error: (issue) => refusal(issue.input, range) })
    .regex(durationPattern, { error: (issue) => refusal(issue.input, range), abort: true })
    .meta({ description: `${description}; ${range}` });
  return z.codec(text, z.number(), {
    decode: (given, context) => {
      const reading = readDuration(given);
      if (reading.ok && fits(reading.ms, limits)) return reading.ms;
      context.issues.push({ code: 'custom', input: given, message: range });
      return z.NEVER;
    },
    encode: shortDuration,
  });
}

/** A whole number in a range. */
export function wholeNumber(min: number, max: number, description: string) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ description });
}

/** A share in percent, above none. */
export function percent(description: string) {
  const error = 'a number above 0, up to 100';
  return z.number({ error }).gt(0, { error }).max(100, { error }).meta({ description });
}

export function yesOrNo(description: string) {
  return z.boolean({ error: 'true or false' }).meta({ description });
}

/** Any number in a range. */
export function decimal(min: number, max: number, description: string) {
  const error = `a number from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error }).meta({ description });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words, description: string) {
  return z.enum(words, { error: `one of ${words.join(', ')}` }).meta({ description });
}

/** An object that takes no other keys; the message of an unknown key is the list of the known ones. */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, description: string) {
  const keys = Object.keys(shape).join(', ');
  return z
    .strictObject(shape, {
      error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `a mapping with the keys ${keys}`),
    })
    .meta({ description });
}

/** A list with at least one entry. */
export function listOf<Item extends z.ZodType>(item: Item, what: string, description: string) {
  const error = `a list of at least one ${what}`;
  return z.array(item, { error }).min(1, { error }).meta({ description });
}

function fits(ms: number, limits: DurationLimits): boolean {
  if (ms < limits.minMs || ms > limits.maxMs) return false;
  return limits.wholeSeconds === undefined || ms % 1000 === 0;
}

function describeLimits(limits: DurationLimits): string {
  const range = `from ${shortDuration(limits.minMs)} to ${shortDuration(limits.maxMs)}`;
  return limits.wholeSeconds === undefined
    ? `a duration ${range}`
    : `a duration in whole seconds ${range} (${limits.wholeSeconds})`;
}

function refusal(given: unknown, range: string): string {
  const reading = readDuration(given);
  return reading.ok || reading.suggestion === null ? range : `${range}, with its unit: "${reading.suggestion}"`;
}
