/** Trials that end at many instants of two seconds. */
import type { GivenOf } from '#contract/wire/host.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';

export const short = parsePlan(
  `version: 1
name: short
deadline: 1s
repeats: 3
detectors: [{ kind: eof }, { kind: heartbeat, idle: 100ms, interval: 100ms, tries: 2 }]
faults: [{ kind: rst }, { kind: fin }, { kind: freeze }, { kind: blackhole }]
`,
  { name: 'short' },
).plan as GivenOf<'run.start'>;
