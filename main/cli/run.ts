/** `halfopen run`: one experiment on this machine, from its plan to its report. */
import { loadPlan } from './load-plan.ts';
import type { RunOptions } from './options.ts';
import { followRecord } from './follow-record.ts';
import { presetNames } from './presets.ts';
import { newRunId } from './run-id.ts';
import { saveOutputs } from './save-outputs.ts';
import { renderTable } from './table.ts';
import { terminal } from './terminal.ts';
import { runPlan } from '#engine/run.ts';
import type { Ports } from '#engine/ports.ts';
import { exitCodes, HalfopenError } from '#model/error.ts';
import type { ExperimentResult } from '#model/result.ts';
import { summarize } from '#model/summarize.ts';
import type { Plan } from '#model/settings.ts';
import { createPorts } from '#platform';
import { defaultHistoryPath, openHistory } from '#recorder';
import type { History, RunRecorder } from '#recorder';

/**
 * Runs the plan, shows it live from its record, saves it, and returns the exit code.
 * @throws HalfopenError before anything is measured: bad plan, missing capability, history that cannot be written.
 */
export async function runExperiment(options: RunOptions): Promise<number> {
  const { plan, warnings } = loadPlan(options.target, changesOf(options));
  // What a preset shows on purpose needs no warning.
  if (!presetNames().includes(options.target))
    for (const warning of warnings) process.stderr.write(`note: ${warning}\n`);
  const ports = createPorts();
  refuseWhatCannotRun(plan, ports);
  const history = openHistory(options.history ? (options.db ?? defaultHistoryPath()) : ':memory:');
  try {
    const result = await measure(plan, ports, history, options);
    process.stdout.write(renderTable(result, { ...terminal(process.stdout), lang: options.lang }));
    saveOutputs(result, options);
    if (options.signal.aborted) return exitCodes.cancelled;
    return result.expectations.every(({ met }) => met) ? exitCodes.done : exitCodes.expectationNotMet;
  } finally {
    history.close();
  }
}

/** Everything goes into the record first; what is shown, and the result itself, is read back from it. */
async function measure(plan: Plan, ports: Ports, history: History, options: RunOptions): Promise<ExperimentResult> {
  const run = newRunId();
  const recorder = history.recorder(run);
  const view = followRecord(history, run, options.quiet);
  try {
    await runPlan({ run, plan, ports, tell: (event) => recorder.append([event]), signal: options.signal });
    return conclude(run, history, recorder);
  } finally {
    const rescued = recorder.close();
    view.stop();
    if (rescued !== null) warnOfRescue(rescued, recorder.trouble);
  }
}

/** A full disk loses neither the result nor the table: what is not in the record yet is still in memory. */
function conclude(run: string, history: History, recorder: RunRecorder): ExperimentResult {
  recorder.flush();
  const result = summarize([...history.events(run), ...recorder.unsaved], run);
  try {
    history.saveResult(result);
  } catch (error) {
    if (!(error instanceof HalfopenError)) throw error;
    process.stderr.write(`warning: ${error.detail.message} ${error.detail.hint ?? ''}\n`);
  }
  return result;
}

function warnOfRescue(file: string, trouble: HalfopenError | null): void {
  const why = trouble === null ? '' : `${trouble.detail.message} `;
  process.stderr.write(
    `warning: ${why}What could not be saved is in ${file}; take it in later with: halfopen history import ${file}\n`,
  );
}

function changesOf({ repeats, seed, deadlineMs }: RunOptions) {
  return {
    ...(repeats === undefined ? {} : { repeats }),
    ...(seed === undefined ? {} : { seed }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
}

/** @throws HalfopenError `missing-capability` with every reason and remedy. */
function refuseWhatCannotRun(plan: Plan, { saboteur, transport }: Ports): void {
  const refusals = new Map<string, string | undefined>();
  for (const fault of plan.faults) {
    const can = saboteur.can(fault);
    if (can !== true) refusals.set(`fault ${fault.kind}: ${can.no}`, can.fix);
  }
  for (const settings of plan.detectors) {
    const can = transport.can(settings);
    if (can !== true) refusals.set(`detector ${settings.kind}: ${can.no}`, can.fix);
  }
  if (refusals.size === 0) return;
  throw new HalfopenError({
    code: 'missing-capability',
    fault: 'machine',
    message: `This machine cannot run "${plan.name}": ${[...refusals.keys()].join('; ')}.`,
    hint: `${[...new Set(refusals.values())].filter((fix) => fix !== undefined).join(' ')} See "halfopen capabilities".`,
  });
}
