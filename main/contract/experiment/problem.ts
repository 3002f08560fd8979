/** What is wrong with an experiment file: where, what was given, what is allowed. */
import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { HalfopenError } from '#model/error.ts';

export interface Problem {
  /** `detectors[0].idle`; empty for the file as a whole. */
  readonly path: string;
  /** From 1; null when the place has none. */
  readonly line: number | null;
  /** What is wrong, when "given this, allowed that" does not say it. */
  readonly problem: string | null;
  readonly given: string | null;
  readonly allowed: string | null;
}

/** A problem before its line is known. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  /** The path ends in a key that should not be there. */
  readonly onKey?: boolean;
  readonly problem?: string;
  readonly given?: string;
  readonly allowed?: string;
}

/** More than this on a screen helps nobody; `problems` still has them all. */
const mostLines = 50;

/** The file is no experiment; `problems` has every reason, the message too. */
export class PlanInvalid extends HalfopenError {
  readonly problems: readonly Problem[];

  constructor(name: string, problems: readonly Problem[], hint?: string) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const lines = problems.slice(0, mostLines).map((problem) => `\n  ${describeProblem(problem)}`);
    if (problems.length > mostLines) lines.push(`\n  and ${problems.length - mostLines} more`);
    super({
      code: 'plan-invalid',
      fault: 'input',
      message: `${name} is not a valid experiment: ${count}${lines.join('')}`,
      hint: hint ?? '"halfopen presets show classic" prints a complete example',
    });
    this.problems = problems;
  }
}

/** `line 4, detectors[0].count: given 500, allowed: a whole number from 1 to 127` */
export function describeProblem({ path, line, problem, given, allowed }: Problem): string {
  const where = [line === null ? null : `line ${line}`, path === '' ? null : path].filter((part) => part !== null);
  const what = [problem, given === null ? null : `given ${given}`, allowed === null ? null : `allowed: ${allowed}`];
  const sentence = what.filter((part) => part !== null).join(', ');
  return where.length === 0 ? sentence : `${where.join(', ')}: ${sentence}`;
}

/** Zod's issues in our words; `input` is the value that was parsed. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], input: unknown): readonly Finding[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key, issue.message));
    const value = valueAt(input, issue.path);
    if (value === undefined) return [{ path: issue.path, problem: 'missing', allowed: issue.message }];
    return [{ path: issue.path, given: show(value) + suggestion(value, wordsOf(issue)), allowed: issue.message }];
  });
}

/** The same of a plan instead of a file: paths are those of the file, so that both name a field alike. */
export function planFindings(issues: readonly z.core.$ZodIssue[], plan: unknown): readonly Finding[] {
  return issues.map(({ path, message }) => {
    const value = valueAt(plan, path);
    const ms = valueAt(plan, [...path.slice(0, -1), `${String(path.at(-1))}Ms`]);
    if (value === undefined && ms === undefined) return { path, allowed: message };
    return { path, allowed: message, given: value === undefined ? `${show(ms)} ms` : show(value) };
  });
}

/** The words that would have been taken, where the schema has a list of them. */
function wordsOf(issue: z.core.$ZodIssue): readonly string[] {
  const words: readonly unknown[] =
    issue.code === 'invalid_value'
      ? issue.values
      : issue.code === 'invalid_union' && 'options' in issue
        ? (issue.options ?? [])
        : [];
  return words.filter((word) => typeof word === 'string');
}

function suggestion(value: unknown, words: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, words) : null;
  return near === null ? '' : ` (did you mean ${near}?)`;
}

/** `['detectors', 0, 'idle']` is `detectors[0].idle`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** A value as short text for a message. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function unknownKey(path: readonly PropertyKey[], key: string, knownKeys: string): Finding {
  const near = nearest(key, knownKeys.split(', '));
  const problem = near === null ? 'unknown key' : `unknown key (did you mean ${near}?)`;
  return { path: [...path, key], onKey: true, problem, allowed: knownKeys };
}

/** Undefined where the path leads nowhere. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, input);
}
