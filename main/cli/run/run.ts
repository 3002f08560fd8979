/** `halfopen run`: one experiment on this machine, from its plan to its report. */
import { loadPlan } from './load-plan.ts';
import type { RunOptions } from '../options.ts';
import { recordedRun } from './recorded-run.ts';
import { saveOutputs } from './save-outputs.ts';
import { renderStory } from './story-text.ts';
import { renderTable } from './table.ts';
import { terminal } from '../terminal/terminal.ts';
import { refuseWhatCannotRun } from '#host/experiment.ts';
import type { Measured } from '#host/experiment.ts';
import { presetNames } from '#host/presets.ts';
import { simulatedPorts } from '#host/simulation.ts';
import { exitCodes } from '#model/error.ts';
import { allowFirewall, createCaptureFolder, createPorts, forkPeer, leftoverRules } from '#platform';
import type { CaptureFile } from '#platform';

/**
 * Runs the plan, shows it live from its record, saves it, and returns the exit code.
 * @throws HalfopenError before anything is measured: bad plan, missing capability, history that cannot be written.
 */
export async function runExperiment(options: RunOptions): Promise<number> {
  const { plan, warnings } = loadPlan(options.target, changesOf(options));
  // What a preset shows on purpose needs no warning.
  if (!presetNames().includes(options.target))
    for (const warning of warnings) process.stderr.write(`note: ${warning}\n`);
  if (options.allowFirewall) allowFirewall();
  const captures = options.capture === undefined ? undefined : createCaptureFolder(options.capture);
  const ports = options.simulate ? simulatedPorts(plan) : createPorts(forkPeer, captures);
  refuseWhatCannotRun(plan, ports);
  if (plan.story !== undefined)
    process.stdout.write(renderStory(plan.story, { ...terminal(process.stdout), lang: options.lang }));
  const { db, history, quiet, signal } = options;
  const recorded = await recordedRun({ plan, ports, history, quiet, signal, ...(db === undefined ? {} : { db }) });
  warnOfTrouble(recorded);
  const { result, failure } = recorded;
  if (failure !== null) throw failure.error;
  process.stdout.write(renderTable(result, { ...terminal(process.stdout), lang: options.lang }));
  saveOutputs(result, options);
  if (captures !== undefined) tellCaptures(captures.files);
  if (!options.simulate) await tellLeftovers();
  if (signal.aborted) return exitCodes.cancelled;
  return result.expectations.every(({ met }) => met) ? exitCodes.done : exitCodes.expectationNotMet;
}

function tellCaptures(files: readonly CaptureFile[]): void {
  if (files.length === 0)
    process.stderr.write('note: nothing was captured, because no fault of this experiment needs a private network\n');
  for (const { path, packets, lost, trouble } of files) {
    const missing = lost === 0 ? '' : `, ${lost} more were lost because the buffer was full`;
    process.stdout.write(`capture: ${path} (${packets} packets${missing})\n`);
    if (trouble !== null) process.stderr.write(`warning: ${path} is incomplete: ${trouble}\n`);
  }
}

async function tellLeftovers(): Promise<void> {
  const left = await leftoverRules();
  if (left !== null) process.stderr.write(`warning: ${left.no}. ${left.fix}\n`);
}

function warnOfTrouble({ trouble, rescued }: Measured): void {
  const why = trouble === null ? '' : `${trouble.detail.message} `;
  if (rescued !== null)
    process.stderr.write(
      `warning: ${why}The data that could not be saved is in ${rescued}. Import it later with: halfopen history import ${rescued}\n`,
    );
  else if (trouble !== null) process.stderr.write(`warning: ${why}${trouble.detail.hint ?? ''}\n`);
}

function changesOf({ repeats, seed, deadlineMs }: RunOptions) {
  return {
    ...(repeats === undefined ? {} : { repeats }),
    ...(seed === undefined ? {} : { seed }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
}
