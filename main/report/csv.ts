/** One row per trial, RFC 4180: for spreadsheets and scripts, the same in every language. */
import type { CellResult, ExperimentResult, TrialResult } from '#model/result/result.ts';

type Field = string | number | boolean | null;

/** Names and their order are stable; new columns go to the end. */
const columns = [
  'experiment_id',
  'traffic',
  'detector_kind',
  'detector_label',
  'fault_kind',
  'fault_label',
  'trial',
  'outcome',
  'detection_ms',
  'censored_at_ms',
  'verdict_kind',
  'verdict_errno',
  'verdict_reason',
  'predicted_kind',
  'predicted_from_ms',
  'predicted_to_ms',
  'predicted_rule',
  'within_prediction',
  'fault_span_ms',
  'probe_packets',
  'probe_bytes',
  'healthy_ms',
  'invalid_reason',
  'wire_packets',
  'wire_probes',
  'wire_retransmissions',
  'kernel_decided_ms',
] as const;

export function csvReport(result: ExperimentResult): string {
  const rows = result.cells.flatMap((cell) => cell.trials.map((trial) => rowOf(result, cell, trial)));
  const lines = [[...columns], ...rows.map((row) => columns.map((column) => row[column]))];
  return csvText(lines);
}

/** Lines of fields as RFC 4180 has them. */
export const csvText = (lines: readonly (readonly Field[])[]): string =>
  lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');

type Row = Readonly<Record<(typeof columns)[number], Field>>;

function rowOf(
  { id, plan }: ExperimentResult,
  { detector, fault, traffic, prediction }: CellResult,
  trial: TrialResult,
): Row {
  const predicted = trial.predicted ?? prediction;
  const bounds = predicted.kind === 'interval' ? predicted : { fromMs: null, toMs: null };
  return {
    experiment_id: id,
    traffic,
    detector_kind: detector.kind,
    detector_label: detector.label,
    fault_kind: fault.kind,
    fault_label: fault.label,
    trial: trial.repeat + 1,
    outcome: trial.outcome,
    detection_ms: trial.detectionMs,
    censored_at_ms: trial.outcome === 'undetected' ? plan.deadlineMs : null,
    verdict_kind: trial.verdict?.kind ?? null,
    verdict_errno: trial.verdict !== null && 'errno' in trial.verdict ? trial.verdict.errno : null,
    verdict_reason: trial.verdict?.reason ?? null,
    predicted_kind: predicted.kind,
    predicted_from_ms: bounds.fromMs,
    predicted_to_ms: bounds.toMs,
    predicted_rule: predicted.rule,
    within_prediction: trial.withinPrediction,
    fault_span_ms: trial.faultSpanMs,
    probe_packets: trial.probePackets,
    probe_bytes: trial.probeBytes,
    healthy_ms: trial.healthyMs,
    invalid_reason: trial.invalidReason,
    wire_packets: trial.wire?.packets ?? null,
    wire_probes: trial.wire?.probes ?? null,
    wire_retransmissions: trial.wire?.retransmissions ?? null,
    kernel_decided_ms: trial.wire?.decidedMs ?? null,
  };
}

/** Text that a spreadsheet would run as a formula is marked as text (OWASP, CSV injection); no bound is an empty field. */
function field(value: Field): string {
  if (value === null || value === Infinity) return '';
  if (typeof value !== 'string') return String(value);
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
