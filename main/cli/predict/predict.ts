/** `halfopen predict`: what theory says, without running anything. */
import { fileFault } from '#contract/experiment/file-faults.ts';
import { detectorKinds } from '#model/detectors/index.ts';
import { faultKinds, faultPart, faultParts, isControl } from '#model/faults/index.ts';
import { exitCodes, HalfopenError } from '#model/error.ts';
import { predictCell, systemDefaults } from '#model/predict/index.ts';
import type { Kernel } from '#model/prediction.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Settings } from '#model/settings/setting.ts';
import type { Traffic } from '#model/traffic.ts';
import { cellsOf } from '#model/plan/trials.ts';
import { thisKernel } from '#platform';
import { loadPlan } from '../run/load-plan.ts';
import type { PredictOptions } from '../options.ts';
import { predictionsAsText } from './predict-text.ts';
import type { PredictedCell } from './predict-text.ts';
import { readDetector } from './read-detector.ts';
import { faultSyntax, flagOf } from '../terminal/setting-flags.ts';
import { numberOrText } from '../terminal/values.ts';

export function showPredictions(options: PredictOptions): Promise<number> {
  const cells = predictionsFor(options);
  const json = { schema: 'halfopen.prediction/1', predictions: cells };
  process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : predictionsAsText(cells));
  return Promise.resolve(exitCodes.done);
}

export function predictionsFor(options: PredictOptions): readonly PredictedCell[] {
  const { target, settings } = options;
  if (target === null) return defaultsOf(options);
  const kernels = kernelsFor(options.os ?? thisKernel().os);
  if (detectorKinds.some((kind) => kind === target))
    return forDetector(readDetector(target, settings, 'predicted'), options, kernels);
  const unused = Object.keys(settings).map(flagOf);
  if (unused.length > 0) throw notForFiles(target, unused);
  return forPlan(target, options, kernels);
}

/** The keepalive of three systems as they come, on an idle connection that a blackhole swallows. */
function defaultsOf({ fault, traffic, os, settings }: PredictOptions): readonly PredictedCell[] {
  const unused = Object.keys(settings).map(flagOf);
  if (unused.length > 0) throw notForFiles("the systems' defaults", unused);
  const struck = readFault(fault ?? 'blackhole');
  return kernelsFor(os ?? 'all').map((kernel) =>
    cell(kernel, { kind: 'keepalive', ...systemDefaults(kernel.os) }, struck, traffic ?? 'idle'),
  );
}

function forDetector(
  detector: DetectorSettings,
  { fault, traffic }: PredictOptions,
  kernels: readonly Kernel[],
): readonly PredictedCell[] {
  const faults = (fault === null ? plainFaults : [fault]).map(readFault);
  const traffics: readonly Traffic[] = traffic === null ? ['idle', 'writing'] : [traffic];
  return kernels.flatMap((kernel) =>
    traffics.flatMap((kind) => faults.map((struck) => cell(kernel, detector, struck, kind))),
  );
}

function forPlan(
  target: string,
  { fault, traffic }: PredictOptions,
  kernels: readonly Kernel[],
): readonly PredictedCell[] {
  const struck = fault === null ? null : faultKind(fault);
  const cells = cellsOf(loadPlan(target).plan)
    .filter((candidate) => struck === null || candidate.fault.kind === struck)
    .filter((candidate) => traffic === null || candidate.traffic === traffic);
  return kernels.flatMap((kernel) => cells.map((each) => cell(kernel, each.detector, each.fault, each.traffic)));
}

function cell(kernel: Kernel, ...[detector, fault, traffic]: [DetectorSettings, Fault, Traffic]): PredictedCell {
  return { os: kernel.os, detector, fault, traffic, prediction: predictCell({ detector, fault, traffic, kernel }) };
}

/** This machine's own kernel where it is meant; a common build of the others. */
function kernelsFor(os: NonNullable<PredictOptions['os']>): readonly Kernel[] {
  const here = thisKernel();
  const systems = ['linux', 'darwin', 'windows'] as const;
  return systems
    .filter((system) => os === 'all' || system === os)
    .map((system) => (system === here.os ? here : { os: system, hz: 250, retries2: 15 }));
}

const needNothing = (settings: Settings): boolean =>
  Object.values(settings).every((setting) => setting.default !== undefined || setting.optional === true);

/** The faults that any host can make and that need no setting of their own. */
const plainFaults: readonly string[] = faultParts
  .filter(({ settings, strikes, example }) => strikes !== 'network' && !isControl(example) && needNothing(settings))
  .map(({ kind }) => kind);

/** `blackhole:to-peer`, `outage:2s`: the same schema as in experiment files. */
function readFault(text: string): Fault {
  const [kind = '', ...rest] = text.split(':');
  const known = faultKinds.find((candidate) => candidate === kind);
  const key = (known === undefined ? undefined : faultPart(known).shorthand) ?? 'setting';
  const read = fileFault.safeParse(rest.length === 0 ? { kind } : { kind, [key]: numberOrText(rest.join(':')) });
  if (read.success) return read.data;
  throw faultInvalid(text, faultSyntax);
}

/** A file has the settings already: there the kind is enough. */
function faultKind(text: string): Fault['kind'] {
  const kind = faultKinds.find((candidate) => candidate === text);
  return kind ?? readFault(text).kind;
}

function faultInvalid(given: string, allowed: string): HalfopenError {
  const message = 'Unknown fault, or a missing or wrong setting.';
  return new HalfopenError({ code: 'fault-invalid', fault: 'input', message, path: '--fault', given, allowed });
}

function notForFiles(target: string, flags: readonly string[]): HalfopenError {
  return new HalfopenError({
    code: 'settings-without-detector',
    fault: 'input',
    message: `${flags.join(', ')} cannot be used with ${target}.`,
    allowed: `detector settings together with a kind of detector: ${detectorKinds.join(', ')}`,
  });
}
