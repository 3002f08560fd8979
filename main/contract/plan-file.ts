/** Text of an experiment file to `Plan`, with every problem named by path and line; and back. */
import { LineCounter, Document, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { checkPlan } from './plan-check.ts';
import { planSchema } from './plan-schema.ts';
import type { PlanFile } from './plan-schema.ts';
import { PlanInvalid, findingsOf, formatPath, planFindings } from './problem.ts';
import type { Finding, Problem } from './problem.ts';
import type { Plan } from '#model/settings.ts';

export interface PlanSource {
  /** Name of the file or preset, for messages and as the experiment's default name. */
  readonly name: string;
  /** By default what the name says: `.json` or YAML. */
  readonly format?: 'yaml' | 'json';
}

export interface ParsedPlan {
  readonly plan: Plan;
  readonly warnings: readonly string[];
}

/** Far above any experiment written by hand, far below what makes a parser slow. */
const maxCharacters = 1 << 20;

// Control characters that no text has, and U+FFFD, which stands for bytes that are no UTF-8.
// oxlint-disable-next-line no-control-regex
const notText = /[\u0000-\u0008\u000e-\u001f\ufffd]/;

/** @throws PlanInvalid (`plan-invalid`) with every problem found. */
export function parsePlan(text: string, source: PlanSource): ParsedPlan {
  const read = readText(text, source);
  return check(named(read.value, source), source.name, read.lineOf);
}

/** What may be asked for instead of what a file says. */
export type PlanChanges = Partial<Pick<Plan, 'repeats' | 'seed' | 'deadlineMs'>>;

/**
 * The plan with some of it replaced, held to the same rules as a file.
 * @throws PlanInvalid
 */
export function revisePlan(plan: Plan, changes: PlanChanges, name: string): ParsedPlan {
  const wanted = { ...plan, ...changes };
  // Zod's arrays are mutable, the model's are not; nothing here changes them.
  const file = z.safeEncode(planSchema, wanted as z.output<typeof planSchema>);
  if (!file.success) throw invalid(name, planFindings(file.error.issues, wanted), () => null);
  const revised = check(file.data, name, () => null);
  // Reports show expectations as they were written.
  return { ...revised, plan: { ...revised.plan, expect: plan.expect } };
}

type LineAt = (finding: Finding) => number | null;

function check(value: unknown, name: string, lineAt: LineAt): ParsedPlan {
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) throw invalid(name, findingsOf(parsed.error.issues, value), lineAt);
  const { problems, warnings } = checkPlan(parsed.data);
  if (problems.length > 0) throw invalid(name, problems, lineAt);
  return { plan: parsed.data, warnings };
}

function invalid(name: string, findings: readonly Finding[], lineAt: LineAt): PlanInvalid {
  const problems = findings.map((finding): Problem => ({
    path: formatPath(finding.path),
    line: lineAt(finding),
    problem: finding.problem ?? null,
    given: finding.given ?? null,
    allowed: finding.allowed ?? null,
  }));
  return new PlanInvalid(
    name,
    problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  );
}

/** The plan with the keys and durations of an experiment file. */
function toFile(plan: Plan): PlanFile {
  // Zod's arrays are mutable, the model's are not; nothing here changes them.
  return z.encode(planSchema, plan as z.output<typeof planSchema>);
}

/** The plan as an experiment file that `parsePlan` reads back to the same plan. */
export function planToYaml(plan: Plan): string {
  const document = new Document(toFile(plan));
  visit(document, {
    Map: (_key, node, ancestors) => {
      if (ancestors.some(isSeq)) node.flow = true;
    },
    // `<= 5s` is plain YAML too, but looks like a mistake.
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && /^[<>=]/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    Seq: (_key, node) => {
      node.flow = node.items.every((item) => isScalar(item));
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Where the parser speaks of itself instead of the file. */
const plainWords: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key twice',
  MULTIPLE_DOCS: 'more than one document in the file',
};

interface ReadText {
  readonly value: unknown;
  readonly lineOf: (finding: Finding) => number | null;
}

function readText(text: string, source: PlanSource): ReadText {
  const fail = (problem: string, line: number | null = null): never => {
    throw new PlanInvalid(source.name, [{ path: '', line, problem, given: null, allowed: null }]);
  };
  if (text.length > maxCharacters) fail(`longer than ${maxCharacters} characters`);
  if (notText.test(text)) fail('not a text file in UTF-8');
  if (text.trim() === '') fail('the file is empty');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const isJson = (source.format ?? (source.name.endsWith('.json') ? 'json' : 'yaml')) === 'json';
  const complaints = [...document.errors, ...document.warnings];
  const syntax = isJson ? complaints.filter(({ code }) => code === 'DUPLICATE_KEY') : complaints;
  if (isJson) checkJson(text, (problem, offset) => fail(problem, offset === null ? null : lines.linePos(offset).line));
  if (syntax.length > 0)
    throw new PlanInvalid(
      source.name,
      syntax.map(({ code, message, pos }) => ({
        path: '',
        line: lines.linePos(pos[0]).line,
        problem: plainWords[code] ?? message,
        given: null,
        allowed: null,
      })),
    );
  if (document.contents === null) fail('the file is empty');
  return { value: toValue(document, fail), lineOf: (finding) => lineOf(document, lines, finding) };
}

function toValue(document: Document.Parsed, fail: (problem: string) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return fail(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** YAML takes almost all JSON and much more; a `.json` file must be JSON for other tools too. */
function checkJson(text: string, fail: (problem: string, offset: number | null) => never): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /at position (\d+)/.exec(message)?.[1];
    fail(message.replace(/ in JSON at position.*$/, ''), offset === undefined ? null : Number(offset));
  }
}

/** The experiment is named after its file unless it says otherwise. */
function named(value: unknown, source: PlanSource): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'name' in value) return value;
  const fileName = source.name.split(/[/\\]/).pop() ?? '';
  const name = fileName.replace(/\.(ya?ml|json)$/, '');
  return name === '' ? value : { name, ...value };
}

/** The line of the deepest part of the path that is there. */
function lineOf(document: Document.Parsed, lines: LineCounter, { path, onKey }: Finding): number | null {
  for (let length = path.length; length > 0; length--) {
    const isLast = length === path.length;
    const offset = isLast && onKey === true ? keyOffset(document, path) : valueOffset(document, path.slice(0, length));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return null;
}

function valueOffset(document: Document.Parsed, path: readonly PropertyKey[]): number | null {
  const node = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function keyOffset(document: Document.Parsed, path: readonly PropertyKey[]): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1));
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
}
