/** Text of an experiment file to `Plan`, with every problem named by path and line; and back. */
import { Document, isScalar, isSeq, visit } from 'yaml';
import { z } from 'zod';
import { checkPlan } from './plan-check.ts';
import { planSchema } from './plan-schema.ts';
import type { PlanFile } from './plan-schema.ts';
import { PlanInvalid, findingsOf, formatPath, planFindings } from './problem.ts';
import type { Finding, Problem } from './problem.ts';
import { readYaml } from './yaml-text.ts';
import type { YamlSource } from './yaml-text.ts';
import type { Plan } from '#model/plan/plan.ts';

/** Its name, without folder and ending, is the experiment's unless the file has one. */
export type PlanSource = YamlSource;

export interface ParsedPlan {
  readonly plan: Plan;
  readonly warnings: readonly string[];
}

/** @throws PlanInvalid (`plan-invalid`) with every problem found. */
export function parsePlan(text: string, source: PlanSource): ParsedPlan {
  const read = readYaml(text, source, (problems) => new PlanInvalid(source.name, problems));
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

/** The experiment is named after its file unless it says otherwise. */
function named(value: unknown, source: PlanSource): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'name' in value) return value;
  const fileName = source.name.split(/[/\\]/).pop() ?? '';
  const name = fileName.replace(/\.(ya?ml|json)$/, '');
  return name === '' ? value : { name, ...value };
}
