/** The result itself, `halfopen.experiment/1`, with its keys in the order of the contract however it was stored. */
import type { ExperimentResult } from '#model/result/result.ts';

/* One list for all levels: no two levels need the same two keys in opposite orders. */
const order = `
schema version id repeat name status startedAt
kind idleMs intervalMs count tries userTimeoutMs timeoutMs from frame direction downMs delayMs offsetMs label
deadlineMs repeats phase seed detectors faults
detector fault traffic
outcome detectionMs verdict predicted withinPrediction
reason errno fromMs toMs rule formula source everyMs silenceMs slackMs durationMs
os kernel arch hz retries2 node halfopen simulated
host plan
metric comparison value text met observed
prediction expect faultSpanMs probePackets probeBytes healthyMs effective invalidReason
keepalive asked got via unsupported
wallMs slowestTrialMs startUpMs
cells trials stats peakSessions peers eventLoopLagP50Ms eventLoopLagP99Ms memoryMiB peersMemoryMiB
n detected undetected falseAlarms survived invalid p50Ms p95Ms maxMs mistakeRatePerHour
expectations figures
`
  .trim()
  .split(/\s+/);
const rank = new Map(order.map((key, index) => [key, index]));

/** Keys that the list does not know come last, by name. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  const rankOf = (key: string): number => rank.get(key) ?? order.length;
  const entries = Object.entries(value).toSorted(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

/** JSON has no infinity: no upper bound is `null`, as the schema says. */
export function jsonReport(result: ExperimentResult): string {
  return `${JSON.stringify(inOrder(result), null, 2)}\n`;
}
