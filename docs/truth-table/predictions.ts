/**
 * `node docs/truth-table/predictions.ts > FILE`: every prediction for the cells of the truth table, one JSON line each.
 * Two versions of the code agree when their files are the same: `diff before after`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { predict, predictCell, priorSituation } from '#model/predict/index.ts';
import type { Kernel, Situation } from '#model/prediction.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { liveTraffics, traffics } from '#model/traffic.ts';
import { planOf } from './plans.ts';

const kernels: readonly Kernel[] = [
  { os: 'linux', hz: 100, retries2: 15 },
  { os: 'linux', hz: 250, retries2: 15 },
  { os: 'linux', hz: 1000, retries2: 5 },
  { os: 'darwin', hz: 250, retries2: 15 },
  { os: 'windows', hz: 250, retries2: 15 },
];

/** Besides those of the table: the settings that change which rule holds. */
const more = `
deadline: 60s
detectors:
  - { kind: keepalive, idle: 2s, interval: 5s, count: 2 }
  - { kind: keepalive, idle: 10s, interval: 1s, count: 3, userTimeout: 2s }
  - { kind: heartbeat, idle: 1s, interval: 2s, tries: 2, from: both }
  - { kind: heartbeat, idle: 10s, interval: 3s, tries: 3, activity: received }
  - { kind: heartbeat, idle: 1s, interval: 1s, tries: 3, activity: traffic }
  - { kind: heartbeat, idle: 300ms, interval: 400ms, tries: 3, activity: traffic }
  - { kind: heartbeat, idle: 10s, interval: 3s, tries: 3, frame: compact }
  - { kind: dedicated-heartbeat, idle: 1s, interval: 1s, tries: 3, from: server }
  - { kind: heartbeat, idle: 60s, interval: 60s, tries: 20 }
faults:
  - { kind: outage, duration: 3s, direction: to-peer }
  - { kind: outage, duration: 3s, direction: from-peer }
  - { kind: slow-pong, delay: 900ms }
  - { kind: slow-pong, delay: 5s, countsAs: dead }
  - { kind: loss, percent: 100, direction: to-peer }
  - { kind: firewall-forgets, after: 30s }
  - { kind: reboot, down: 20s }
`;

const table = planOf(readFileSync(join(import.meta.dirname, 'everything.yaml'), 'utf8'), 'everything');
const extra = planOf(more, 'more');
const detectors = [...table.detectors, ...extra.detectors];
const faults = [...table.faults, ...extra.faults];

/** Shares of each range that stand for what a trial may measure. */
const shares = [0.05, 0.35, 0.65, 0.95];
const at = (range: { fromMs: number; toMs: number } | null | undefined, share: number) =>
  range === null || range === undefined || range.toMs === Infinity
    ? (range ?? null)
    : {
        fromMs: range.fromMs + share * (range.toMs - range.fromMs),
        toMs: range.fromMs + share * (range.toMs - range.fromMs),
      };

function situations(prior: Situation): readonly Situation[] {
  return shares.flatMap((share, index) => {
    const other = shares[(index + 1) % shares.length] ?? 0;
    const one: Situation = {
      ...prior,
      sinceSegmentMs: at(prior.sinceSegmentMs, share) ?? prior.sinceSegmentMs,
      sinceHeardMs: at(prior.sinceHeardMs, share) ?? prior.sinceHeardMs,
      untilWriteMs: at(prior.untilWriteMs, other),
      untilUrgentMs: at(prior.untilUrgentMs, share),
      untilPollMs: at(prior.untilPollMs, other),
      untilPingMs: at(prior.untilPingMs, share),
      windowClosedForMs: at(prior.windowClosedForMs, other),
      rtoMs: at(prior.rtoMs, other) ?? prior.rtoMs,
      rttMs: at(prior.rttMs, share) ?? prior.rttMs,
      lastWasProbe: index % 2 === 0,
    };
    const gaps = { count: 20, meanMs: 260, deviationMs: 12 };
    return [one, { ...one, gaps, unackedForMs: { fromMs: 20, toMs: 25 } }];
  });
}

function tell(key: readonly unknown[], prediction: unknown): void {
  const text = JSON.stringify(prediction, (_, value: unknown) => (value === Infinity ? 'Infinity' : value));
  process.stdout.write(`${JSON.stringify(key)} ${text}\n`);
}

function tellAll(detector: DetectorSettings, fault: Fault, kernel: Kernel): void {
  for (const traffic of traffics) {
    const key = [kernel.os, kernel.hz, detectorLabel(detector), faultLabel(fault), traffic];
    tell(key, predictCell({ detector, fault, traffic, kernel }));
    for (const [index, situation] of situations(priorSituation({ detector, traffic, kernel })).entries())
      tell([...key, index], predict({ detector, fault, traffic, kernel }, situation));
  }
  for (const traffic of liveTraffics)
    for (const options of [{ keepalive: { idleMs: 5000, intervalMs: 1000, count: 3 } }, { userTimeoutMs: 4000 }])
      tell(
        [kernel.os, kernel.hz, detectorLabel(detector), faultLabel(fault), traffic, options],
        predict({ detector, options, traffic, fault, kernel }, priorSituation({ detector, traffic, kernel })),
      );
}

for (const kernel of kernels)
  for (const detector of detectors) for (const fault of faults) tellAll(detector, fault, kernel);
