/** Why a file is not imported: which file, where in it, what was given, what is allowed. */
import type { z } from 'zod';
import { describeProblem, show, valueAt } from '#contract/experiment/problem.ts';
import { HalfopenError } from '#model/error.ts';
import { readableVersions } from './bundle-format.ts';

/** A place in a file that is imported. */
export interface Place {
  /** Where the text is from. */
  readonly source: string;
  /** From 1; null in a file that is one JSON value. */
  readonly line: number | null;
}

/** One value that is not allowed. */
export interface Flaw {
  readonly path: readonly PropertyKey[];
  readonly problem?: string;
  readonly given?: unknown;
  readonly allowed?: string;
}

const hints = {
  'import-invalid': 'Check that the file is complete, or export it again.',
  'import-from-the-future': 'Update Halfopen, then try again.',
} as const;

/** The file as a whole is not what it should be. */
export const refused = (code: keyof typeof hints, message: string, given: string): HalfopenError =>
  new HalfopenError({
    code,
    fault: 'input',
    message,
    given,
    allowed: readableVersions.join(', '),
    hint: `Nothing was imported. ${hints[code]}`,
  });

/** One value in the file is not allowed. */
export function refusedValue({ source, line }: Place, { path, problem, given, allowed }: Flaw): HalfopenError {
  const field = path.map(String).join('.');
  const said = describeProblem({
    path: field,
    line,
    problem: problem ?? null,
    given: given === undefined ? null : show(given),
    allowed: allowed ?? null,
  });
  return new HalfopenError({
    code: 'import-invalid',
    fault: 'input',
    message: `${source} is not a Halfopen export: ${said}.`,
    hint: `Nothing was imported. ${hints['import-invalid']}`,
    given: source,
    ...(field !== '' && { path: line === null ? field : `line ${line}, ${field}` }),
    ...(allowed !== undefined && { allowed }),
  });
}

/**
 * The first value of `raw` that the schema does not allow.
 * @param at where `raw` is in its file.
 */
export function flawOf(schema: z.ZodType, raw: unknown, at: readonly PropertyKey[] = []): Flaw | null {
  const [first] = schema.safeParse(raw).error?.issues ?? [];
  if (first === undefined) return null;
  const issue = innermost(first);
  const given = valueAt(raw, issue.path);
  const path = [...at, ...issue.path];
  const allowed = allowedBy(issue);
  return given === undefined ? { path, problem: 'missing', allowed } : { path, given, allowed };
}

/** Of a value that may be one of several things: what is wrong with it as the thing that it says it is. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const isOfOtherKind = (inner: z.core.$ZodIssue): boolean => inner.path.at(-1) === 'kind';
  const [inner] = issue.errors.find((issues) => issues.length > 0 && !issues.some(isOfOtherKind)) ?? [];
  return inner === undefined ? issue : innermost({ ...inner, path: [...issue.path, ...inner.path] });
}

function allowedBy(issue: z.core.$ZodIssue): string {
  // A message of the schema's own is better than any that can be made here.
  if (issue.code === 'too_big' && issue.message.startsWith('Too big'))
    return `at most ${issue.maximum}${unitOf(issue)}`;
  if (issue.code === 'too_small' && issue.message.startsWith('Too small'))
    return `at least ${issue.minimum}${unitOf(issue)}`;
  return issue.message.replace(/^Invalid (?:input|option): expected (?:one of )?/, '');
}

function unitOf({ origin }: { readonly origin: string }): string {
  if (origin === 'array') return ' entries';
  return origin === 'string' ? ' characters' : '';
}
