/** A small result whose every name tries to be something else. */
import { classicPlan, classicResult } from './fixture.ts';
import type { ExperimentResult } from '#model/result/result.ts';

export const hostileNames: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title></svg><svg onload=alert(1)>',
  '&lt;b&gt; &amp; \u0000\u0007\u001b[31mred\u001b[0m',
  '\u202egnp.exe\u2066 \ud800 \u2028',
  '| a | b |\n\n# heading `code` ```` *bold* [x](http://evil.example) @everyone $1$',
  '=HYPERLINK("http://evil.example"),\r\n"quoted"',
];

/** Controls, bidirectional controls, halves of characters: all but the line feed. */
export const unprintable = /[^\P{C}\n]/u;

/** Three cells of the classic result with `name` wherever a file or a host could put it. */
export function hostileResult(name: string): ExperimentResult {
  const whole = classicResult();
  const cells = [whole.cells[5], whole.cells[14], whole.cells[15]].flatMap((cell) =>
    cell === undefined ? [] : [cell],
  );
  return {
    ...whole,
    id: name,
    name,
    startedAt: name,
    host: { ...whole.host, os: name, kernel: name, arch: name, node: name, halfopen: name },
    plan: { ...classicPlan, name },
    expectations: [{ text: name, met: false, observed: name }],
    cells: cells.map((cell) => ({
      ...cell,
      detector: { ...cell.detector, label: name },
      fault: { ...cell.fault, label: name },
      prediction: { ...cell.prediction, rule: name, formula: name, source: name },
      trials: cell.trials.map((trial, index) => ({
        ...trial,
        ...(index === 0 ? { outcome: 'invalid' as const, invalidReason: name, withinPrediction: null } : {}),
        ...(index === 1
          ? { withinPrediction: false, verdict: { kind: 'dead' as const, reason: name, errno: name } }
          : {}),
      })),
    })),
  };
}
