/** Findings of the linter on a terminal. */
import type { LintOptions } from '../options.ts';
import { speaksUnicode, tableStyle } from '../run/table-style.ts';
import { wrapped } from '../terminal/text-width.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import type { LintFinding } from '#model/plan/lint.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { lintAdvice, lintEvidence, wordsIn } from '#report';

interface LintText {
  readonly result: ExperimentResult;
  readonly findings: readonly LintFinding[];
  /** Before it was scaled. */
  readonly given: DetectorSettings;
  readonly options: Pick<LintOptions, 'lang' | 'scale'>;
  readonly columns: number;
  readonly color: boolean;
}

const widest = 100;

export function lintAsText({ result, findings, given, options, columns, color }: LintText): string {
  const unicode = speaksUnicode(process.env, process.platform);
  const words = wordsIn(unicode ? options.lang : 'en');
  const style = tableStyle({ color, unicode });
  const { lint } = words;
  const width = Math.min(columns, widest);
  const marks = { pass: style.marks.agrees, warn: '!', fail: style.marks.disagrees, unmeasured: '-' };
  const paints = { pass: style.good, warn: style.warn, fail: style.bad, unmeasured: style.dim };
  const label = detectorLabel(given);
  const blocks = findings.map((finding) => {
    const { question, answer, evidence } = finding;
    const head = paints[answer](`${marks[answer]} ${style.text(`${lint.question[question]} ${lint.answer[answer]}`)}`);
    const cells = evidence.map((cell) => lintEvidence(cell, words, result.plan.deadlineMs));
    const body = [lintAdvice(finding, words), ...cells].flatMap((text) =>
      wrapped(`  ${style.text(text)}`, width, '  '),
    );
    return [head, ...body].join('\n');
  });
  const failing = findings.filter(({ answer }) => answer === 'fail').length;
  const lines = [
    style.bold(style.text(options.scale === 1 ? label : lint.scaled(options.scale, label))),
    ...blocks,
    style.text(failing === 0 ? lint.clean : lint.failing(failing)),
  ];
  return `${lines.join('\n\n')}\n`.replaceAll('\u00a0', ' ');
}
