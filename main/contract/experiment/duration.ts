/** Durations as people write them: `1s`, `250ms`, `10m`, `2h`, `1.5s`. */
import ms from 'ms';
import { HalfopenError } from '#model/error.ts';

export const longestDurationMs = 30 * 24 * 3_600_000;

/** What a duration may look like; also the pattern in the JSON Schemas. */
export const durationPattern = /^\d{1,12}(\.\d{1,6})?(ms|s|m|h|d)$/;

const allowed = 'a number with its unit: "250ms", "1s", "1.5s", "10m", "2h"';

export type DurationReading =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly problem: string; readonly allowed: string; readonly suggestion: string | null };

/** Reads a duration to whole milliseconds, or says what is wrong with it. */
export function readDuration(value: unknown): DurationReading {
  if (isBareNumber(value)) return refuseBareNumber(Number(value));
  if (typeof value !== 'string') return refuse('not a duration');
  const text = value.trim();
  if (text.startsWith('-')) return refuse('a duration cannot be negative');
  if (!durationPattern.test(text)) return refuse('not a duration');
  const parsed = ms(text as ms.StringValue);
  if (parsed > longestDurationMs) return refuse('longer than 30 days', 'at most 30d');
  if (!isWhole(parsed)) return refuse('finer than a millisecond', 'whole milliseconds');
  return { ok: true, ms: Math.round(parsed) };
}

/** @throws HalfopenError `duration-invalid` */
export function parseDuration(value: string, name: string): number {
  const reading = readDuration(value);
  if (reading.ok) return reading.ms;
  throw new HalfopenError({
    code: 'duration-invalid',
    fault: 'input',
    message: `${name}: ${reading.problem}`,
    path: name,
    given: value,
    allowed: reading.allowed,
  });
}

/** 1.1s is 1100.0000000000002 in binary; anything closer than this to a whole number was meant to be one. */
function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

function refuse(problem: string, instead = allowed): DurationReading {
  return { ok: false, problem, allowed: instead, suggestion: null };
}

function refuseBareNumber(value: number): DurationReading {
  const suggestion = suggestUnit(value);
  const instead = suggestion === null ? allowed : `a number with its unit: "${suggestion}"`;
  return { ok: false, problem: 'a bare number has no unit', allowed: instead, suggestion };
}

function isBareNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\s*[+-]?[\d.]+\s*$/.test(value));
}

/** Whoever writes 1500 means milliseconds, whoever writes 3 means seconds. */
function suggestUnit(value: number): string | null {
  if (!Number.isFinite(value) || value < 0) return null;
  return value >= 100 ? `${value}ms` : `${value}s`;
}
