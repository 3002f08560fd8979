/** Numbers as a reader sees them: few digits, a unit on each, the same in every language. */
import type { RangeMs } from '#model/time.ts';

/** No-break space: a number never parts from its unit. */
const nbsp = '\u00a0';
const minus = '\u2212';
const enDash = '\u2013';

interface Scale {
  readonly unit: 'ms' | 's' | 'min' | 'h';
  readonly perUnitMs: number;
  readonly decimals: number;
}

/** Three significant digits, no more than the fault's own uncertainty (about 0.1 ms) allows. */
function scaleFor(ms: number): Scale {
  const size = Math.abs(ms);
  if (size === 0) return { unit: 's', perUnitMs: 1000, decimals: 0 };
  if (size < 0.995) return { unit: 'ms', perUnitMs: 1, decimals: 2 };
  if (size < 9.95) return { unit: 'ms', perUnitMs: 1, decimals: 1 };
  if (size < 999.5) return { unit: 'ms', perUnitMs: 1, decimals: 0 };
  if (size < 9_995) return { unit: 's', perUnitMs: 1000, decimals: 2 };
  if (size < 120_000) return { unit: 's', perUnitMs: 1000, decimals: 1 };
  if (size < 5_400_000) return { unit: 'min', perUnitMs: 60_000, decimals: 1 };
  return { unit: 'h', perUnitMs: 3_600_000, decimals: 1 };
}

function inScale(ms: number, scale: Scale): string {
  const text = (Math.abs(ms) / scale.perUnitMs).toFixed(scale.decimals);
  return ms < 0 && Number(text) !== 0 ? minus + text : text;
}

/** `3.25 s`, `240 ms`, `15.4 min`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return ms > 0 ? '\u221e' : `${minus}\u221e`;
  const scale = scaleFor(ms);
  return inScale(ms, scale) + nbsp + scale.unit;
}

/** A setting as it was asked for: `1 s`, `0.25 s`, `2 h`; no digits that say nothing. */
export function setting(ms: number): string {
  if (!Number.isFinite(ms)) return duration(ms);
  if (Math.abs(ms) < 1000) return `${trimmed(ms)}${nbsp}ms`;
  if (ms % 3_600_000 === 0) return `${trimmed(ms / 3_600_000)}${nbsp}h`;
  return `${trimmed(ms / 1000)}${nbsp}s`;
}

/** As `setting`, for what is no one's choice: three digits of it. */
export const rounded = (ms: number): string => setting(Number(ms.toPrecision(3)));

const trimmed = (value: number): string => String(Number(value.toFixed(3)));

/** With every digit that was measured: `3.255 s`, `4.13 ms`. */
export function exact(ms: number): string {
  if (!Number.isFinite(ms)) return duration(ms);
  const scale: Scale =
    Math.abs(ms) < 100 ? { unit: 'ms', perUnitMs: 1, decimals: 2 } : { unit: 's', perUnitMs: 1000, decimals: 3 };
  return inScale(ms, scale) + nbsp + scale.unit;
}

/** A place on a timeline, all of them alike: `0.004 s`. */
export const clockTime = (ms: number): string => `${ms < 0 ? minus : ''}${(Math.abs(ms) / 1000).toFixed(3)}${nbsp}s`;

/** `2.30–3.42 s`: one unit for both ends, that of the larger. */
export function range(of: RangeMs): string {
  if (!Number.isFinite(of.toMs)) return `\u2265${nbsp}${duration(of.fromMs)}`;
  const scale = scaleFor(of.toMs);
  const from = of.fromMs === 0 ? '0' : inScale(of.fromMs, scale);
  const to = inScale(of.toMs, scale);
  return `${from === to ? to : from + enDash + to}${nbsp}${scale.unit}`;
}

/** `3.59 (3.10–3.97) s`: a median and its extremes in one unit, that of the largest. */
export function spread(medianMs: number, { fromMs, toMs }: RangeMs): string {
  const scale = scaleFor(Math.max(Math.abs(fromMs), Math.abs(toMs)));
  const inUnit = (ms: number): string => {
    const own = scaleFor(ms);
    return inScale(ms, own.unit === scale.unit ? own : scale);
  };
  return `${inUnit(medianMs)} (${inUnit(fromMs)}${enDash}${inUnit(toMs)})${nbsp}${scale.unit}`;
}

/** `3.25 s (2.3–3.4)`: the interval in the unit of the time before it, its ends rounded outwards. */
export function timeWithin(ms: number, within: RangeMs): string {
  const longest = Math.max(Math.abs(ms), within.toMs);
  if (longest >= 120_000) return `${duration(ms)} (${roughRange(within)})`;
  const scale = longest < 999.5 ? { ...scaleFor(longest), decimals: 0 } : seconds;
  const time = scaleFor(ms).unit === scale.unit ? duration(ms) : inScale(ms, scale) + nbsp + scale.unit;
  return `${time} (${outwards(within, scale)})`;
}

const seconds: Scale = { unit: 's', perUnitMs: 1000, decimals: 2 };

/** `16–20 min`: as short as it can be without saying less than `range`. */
export function roughRange(of: RangeMs): string {
  if (!Number.isFinite(of.toMs)) return range(of);
  const scale = scaleFor(of.toMs);
  return `${outwards(of, { ...scale, decimals: scale.unit === 's' ? 2 : 0 })}${nbsp}${scale.unit}`;
}

/** One decimal of seconds, none of other units; what is off by less than a twentieth of that is not rounded away. */
function outwards({ fromMs, toMs }: RangeMs, scale: Scale): string {
  const digits: Scale = { ...scale, decimals: Math.max(0, scale.decimals - 1) };
  const step = scale.perUnitMs / 10 ** digits.decimals;
  const from = Math.floor(fromMs / step + 0.05) * step;
  const to = Math.ceil(toMs / step - 0.05) * step;
  return `${from === 0 ? '0' : inScale(from, digits)}${enDash}${inScale(to, digits)}`;
}

/** Both ends with the digits of `exact`. */
export function exactRange(of: RangeMs): string {
  if (!Number.isFinite(of.toMs)) return `\u2265${nbsp}${exact(of.fromMs)}`;
  const small = Math.abs(of.toMs) < 100;
  const scale: Scale = small ? { unit: 'ms', perUnitMs: 1, decimals: 2 } : { unit: 's', perUnitMs: 1000, decimals: 3 };
  return inScale(of.fromMs, scale) + enDash + inScale(of.toMs, scale) + nbsp + scale.unit;
}

/** A share of a whole; 100 % only when it is all of them, 0 % only when it is none. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return enDash;
  if (part === whole) return '100%';
  const tenths = Math.min(999, Math.max(part === 0 ? 0 : 1, Math.round((part / whole) * 1000)));
  return `${(tenths / 10).toFixed(1)}%`;
}

/** `12,345`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A rate or size with three significant digits: `0`, `0.42`, `36.7`, `1,028`. */
export function amount(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 100) return count(Math.round(value));
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** `2026-11-20 22:31:05 UTC`; anything that is no ISO date is shown as it came. */
export function instant(iso: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return parts === null ? iso : `${parts[1]} ${parts[2]}${nbsp}UTC`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal, as networks are billed: `374\u00a0kB`, `8.0\u00a0MB`. */
export function bytes(value: number): string {
  const step = value < 999.5 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(value * 1.0005) / 3));
  const scaled = value / 1000 ** step;
  const digits = step === 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
  return `${step === byteUnits.length - 1 ? count(Number(scaled.toFixed(digits))) : scaled.toFixed(digits)}${nbsp}${byteUnits[step]}`;
}

/** Both ends of a 95 % interval in percent, rounded outwards: `20\u201348%`. */
export function percentRange({ from, to }: Span): string {
  return `${Math.floor(from * 100 + 1e-9)}${enDash}${Math.ceil(to * 100 - 1e-9)}%`;
}

/** Both ends of an interval with as many digits as `amount` has: `36.0\u2013117`. */
export const amountRange = ({ from, to }: Span): string => `${amount(from)}${enDash}${amount(to)}`;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A range of shares that theory gives: `42\u201344%`, `8.8\u20139.3%`, one number when both ends are the same. */
export function chanceRange({ from, to }: Span): string {
  if (to > 0 && to < 0.0005) return `<${nbsp}0.1%`;
  const text = (share: number): string => (share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0);
  return text(from) === text(to) ? `${text(to)}%` : `${text(from)}${enDash}${text(to)}%`;
}
