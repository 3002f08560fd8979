/** What a lint of a heartbeat came to: each question, its answer, what was measured, and what to do. */
import { useReportWords } from '../../app-context.tsx';
import { Badge } from '../../parts/badge.tsx';
import styles from './lint-findings.module.css';
import { lintFindings } from '#model/plan/lint.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { lintAdvice, lintEvidence } from '#report/facts/lint.ts';

const tones = { pass: 'good', warn: 'warn', fail: 'bad', unmeasured: 'plain' } as const;

export function LintFindings({ result }: { readonly result: ExperimentResult }) {
  const words = useReportWords();
  const { lint } = words;
  const findings = lintFindings(result);
  if (findings === null) return null;
  return (
    <section aria-labelledby="lint">
      <h2 id="lint">{lint.title}</h2>
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <li key={finding.question}>
            <Badge tone={tones[finding.answer]}>{lint.answer[finding.answer]}</Badge>
            <div>
              <h3>{lint.question[finding.question]}</h3>
              <p>{lintAdvice(finding, words)}</p>
              {finding.evidence.map((cell) => (
                <p key={`${cell.fault.label} ${cell.traffic}`} className="mute">
                  {lintEvidence(cell, words, result.plan.deadlineMs)}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
