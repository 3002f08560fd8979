/** `halfopen run`: one experiment on this machine, from its plan to its report. */
import { loadPlan } from './load-plan.ts';
import type { RunOptions } from './options.ts';
import { followRecord } from './follow-record.ts';
import { saveOutputs } from './save-outputs.ts';
import { renderTable } from './table.ts';
import { terminal } from './terminal.ts';
import type { Ports } from '#engine/ports.ts';
import { measure, newRunId, presetNames, refuseWhatCannotRun } from '#host';
import { exitCodes } from '#model/error.ts';
import type { ExperimentResult } from '#model/result.ts';
import type { Plan } from '#model/settings.ts';
import { createPorts } from '#platform';
import { defaultHistoryPath, openHistory } from '#recorder';
import type { History } from '#recorder';

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
    const result = await measureAndShow(plan, ports, history, options);
    process.stdout.write(renderTable(result, { ...terminal(process.stdout), lang: options.lang }));
    saveOutputs(result, options);
    if (options.signal.aborted) return exitCodes.cancelled;
    return result.expectations.every(({ met }) => met) ? exitCodes.done : exitCodes.expectationNotMet;
  } finally {
    history.close();
  }
}

/** Shows the run from its record while it is measured, and says what could not be kept. */
async function measureAndShow(
  plan: Plan,
  ports: Ports,
  history: History,
  options: RunOptions,
): Promise<ExperimentResult> {
  const run = newRunId();
  const view = followRecord(history, run, options.quiet);
  try {
    const { result, troubles, rescued } = await measure({ run, plan, ports, history, signal: options.signal });
    view.stop();
    for (const { detail } of troubles) process.stderr.write(`warning: ${detail.message} ${detail.hint ?? ''}\n`);
    if (rescued !== null) warnOfRescue(rescued);
    return result;
  } finally {
    view.stop();
  }
}

function warnOfRescue(file: string): void {
  process.stderr.write(
    `warning: What could not be saved is in ${file}; take it in later with: halfopen history import ${file}\n`,
  );
}

function changesOf({ repeats, seed, deadlineMs }: RunOptions) {
  return {
    ...(repeats === undefined ? {} : { repeats }),
    ...(seed === undefined ? {} : { seed }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
}
