/** Settings of one detector from a command line: the experiment file's own schema reads them. */
import { fileDetector } from '#contract/experiment/file-detectors.ts';
import { findingsOf, formatPath } from '#contract/experiment/problem.ts';
import { HalfopenError } from '#model/error.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { DetectorOptions } from '../options.ts';
import { flagOf } from '../terminal/setting-flags.ts';

/**
 * Settings of a detector as they were typed.
 * @throws HalfopenError `detector-invalid` naming each flag, and what cannot be done with them.
 */
export function readDetector(kind: string, settings: DetectorOptions, purpose: string): DetectorSettings {
  const file = { kind, ...settings };
  const read = fileDetector.safeParse(file);
  if (read.success) return read.data;
  throw detectorInvalid({ kind, purpose, issues: read.error.issues, file });
}

interface Refusal {
  readonly kind: string;
  readonly purpose: string;
  readonly issues: Parameters<typeof findingsOf>[0];
  readonly file: unknown;
}

/** The words of the experiment file's schema, with flags instead of keys. */
function detectorInvalid({ kind, purpose, issues, file }: Refusal): HalfopenError {
  const problems = findingsOf(issues, file).map(({ path, problem, given, allowed, onKey }) => {
    if (onKey === true) return `${flagOf(formatPath(path))}: ${kind} has no such setting`;
    const what = problem ?? `given ${given}`;
    return `${flagOf(formatPath(path))}: ${what}, allowed: ${allowed}`;
  });
  return new HalfopenError({
    code: 'detector-invalid',
    fault: 'input',
    message: `${kind} cannot be ${purpose} with these settings\n  ${problems.join('\n  ')}`,
    hint: 'a complete example: halfopen predict keepalive --idle 60s --interval 10s --count 6',
  });
}
