/** Detectors without an experiment around them: from a line, from a file, and as they are being edited. */
import { z } from 'zod';
import { fileDetector } from './file-detectors.ts';
import { listOf } from './file-values.ts';
import { describeProblem, findingsOf, formatPath, planFindings } from './problem.ts';
import type { Finding, Problem } from './problem.ts';
import { readYaml } from './yaml-text.ts';
import type { YamlSource } from './yaml-text.ts';
import { HalfopenError } from '#model/error.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';

const fileDetectors = listOf(fileDetector, 'detector', 'Detectors');

/**
 * `phi-accrual interval=1s threshold=8`, in the keys and values of experiment files.
 * @param source as it is called in complaints
 * @throws HalfopenError `detectors-invalid`
 */
export function parseDetectorLine(line: string, source: string): DetectorSettings {
  const [kind = '', ...settings] = line.trim().split(/\s+/);
  const file: Record<string, unknown> = { kind };
  for (const setting of settings) {
    const [, key, value] = /^([\w-]+)=(.+)$/.exec(setting) ?? [];
    if (key === undefined || value === undefined)
      throw invalid(source, [{ path: [], given: `"${setting}"`, allowed: 'settings such as interval=1s' }]);
    const name = key.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (Object.hasOwn(file, name)) throw invalid(source, [{ path: [name], problem: 'the same key twice' }]);
    file[name] = /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  }
  const read = fileDetector.safeParse(file);
  if (read.success) return read.data;
  throw invalid(source, findingsOf(read.error.issues, file));
}

/**
 * A list of detectors, or anything with one under `detectors`: an experiment file will do.
 * @throws HalfopenError `detectors-invalid` with every problem by path and line
 */
export function parseDetectorList(text: string, source: YamlSource): readonly DetectorSettings[] {
  const { value, lineOf } = readYaml(text, source, (problems) => refusal(source.name, problems));
  const isList = Array.isArray(value);
  const list: unknown = isList ? value : ((value as { detectors?: unknown } | null)?.detectors ?? undefined);
  const read = fileDetectors.safeParse(list);
  if (read.success) return read.data;
  const under = isList ? [] : ['detectors'];
  const findings = findingsOf(read.error.issues, list).map((found) => ({ ...found, path: [...under, ...found.path] }));
  throw invalid(source.name, findings, lineOf);
}

export interface SettingProblem {
  /** As in an experiment file: `interval`. */
  readonly path: string;
  readonly message: string;
}

/** Why no experiment file could have such settings. */
export function problemsOfDetector(settings: DetectorSettings): readonly SettingProblem[] {
  const file = z.safeEncode(fileDetector, settings);
  const [issues, given] = file.success
    ? [fileDetector.safeParse(file.data).error?.issues ?? [], file.data]
    : [file.error.issues, settings];
  const findings = file.success ? findingsOf(issues, given) : planFindings(issues, given);
  return findings.map((found) => ({
    path: formatPath(found.path),
    message: describeProblem({ ...problemOf(found), path: '' }),
  }));
}

const invalid = (
  source: string,
  findings: readonly Finding[],
  lineOf: (found: Finding) => number | null = () => null,
) =>
  refusal(
    source,
    findings.map((found) => ({ ...problemOf(found), line: lineOf(found) })),
  );

function refusal(source: string, problems: readonly Problem[]): HalfopenError {
  const lines = problems.map((problem) => `\n  ${describeProblem(problem)}`);
  return new HalfopenError({
    code: 'detectors-invalid',
    fault: 'input',
    message: `${source} cannot be understood:${lines.join('')}`,
    hint: 'as in an experiment file: phi-accrual interval=1s threshold=8',
  });
}

const problemOf = ({ path, problem, given, allowed }: Finding): Problem => ({
  path: formatPath(path),
  line: null,
  problem: problem ?? null,
  given: given ?? null,
  allowed: allowed ?? null,
});
