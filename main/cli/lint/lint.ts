/** `halfopen lint`: what a heartbeat does when it matters, measured. */
import type { LintOptions } from '../options.ts';
import { recordedRun } from '../run/recorded-run.ts';
import { readDetector } from '../predict/read-detector.ts';
import { lintAsText } from './lint-text.ts';
import { terminal } from '../terminal/terminal.ts';
import { numberOrText } from '../terminal/values.ts';
import { lintPlanOf, scaledBy } from '#contract/experiment/lint-plan.ts';
import { refuseWhatCannotRun } from '#host/experiment.ts';
import { exitCodes } from '#model/error.ts';
import { lintFindings } from '#model/plan/lint.ts';
import type { LintFinding } from '#model/plan/lint.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { Fault } from '#model/faults/index.ts';
import { createPorts, forkPeer } from '#platform';

const forgets: Fault = { kind: 'firewall-forgets', afterMs: 1000, reply: 'drop' };

/** Returns 1 when an answer fails. */
export async function runLint(options: LintOptions): Promise<number> {
  const given = readDetector(kindOf(options), settingsOf(options), 'linted');
  const ports = createPorts(forkPeer);
  const plan = lintPlanOf(scaledBy(given, options.scale), ports.faultInjector.can(forgets) === true);
  refuseWhatCannotRun(plan, ports);
  const { db, history, signal } = options;
  const quiet = options.quiet || options.json;
  const recorded = await recordedRun({ plan, ports, history, quiet, signal, ...(db === undefined ? {} : { db }) });
  const { result, failure } = recorded;
  if (failure !== null) throw failure.error;
  const findings = lintFindings(result) ?? [];
  if (options.json) process.stdout.write(`${JSON.stringify(asJson(result, findings), null, 2)}\n`);
  else process.stdout.write(lintAsText({ result, findings, given, options, ...terminal(process.stdout) }));
  if (options.signal.aborted) return exitCodes.cancelled;
  return findings.some(({ answer }) => answer === 'fail') ? exitCodes.expectationNotMet : exitCodes.done;
}

/** `heartbeat idle=10s interval=3s`: the kind first, unless it is left to the flags. */
function kindOf({ words: [first] }: LintOptions): string {
  return first === undefined || first.includes('=') ? 'heartbeat' : first;
}

function settingsOf({ words, flags }: LintOptions): Readonly<Record<string, string | number>> {
  const pairs = words
    .filter((word, at) => at > 0 || word.includes('='))
    .map((word): [string, string | number] => {
      const [key = '', ...rest] = word.split('=');
      return [key, numberOrText(rest.join('='))];
    });
  return { ...Object.fromEntries(pairs), ...flags };
}

function asJson({ id, host, plan }: ExperimentResult, findings: readonly LintFinding[]): unknown {
  return {
    schema: 'halfopen.lint/1',
    experiment: id,
    host,
    detector: plan.detectors[0],
    findings: findings.map(({ question, answer, evidence }) => ({
      question,
      answer,
      evidence: evidence.map(({ fault, traffic, prediction, stats }) => ({ fault, traffic, prediction, stats })),
    })),
  };
}
