/**
 * For a detector without a closed form: its own machine is played on the simulated kernel, with everything as early and as
 * late as it may be. What the endings agree on is the prediction.
 */
import type { DetectorPart } from '../../detectors/part.ts';
import { faultTraits, isCableCut, isNetworkFault } from '../../faults/index.ts';
import type { Kernel, Prediction, Situation } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { arrivalMs } from '../application/announced.ts';
import type { Question } from '../case.ts';
import { granuleMs, loopSlackMs, widened } from '../kernel/timers.ts';
import { hull, range } from '../ranges.ts';
import { closed, dead, never, unpredicted } from '../rules.ts';
import { endingsOfCell, endingsOfTrial } from './endings.ts';
import { isMeasured } from './moments.ts';
import type { Ending } from './play.ts';
import type { Scene } from './stage.ts';

/** A question about any detector, registered or not: its record comes along. */
export interface PlayedQuestion<S extends { readonly kind: string }> extends Omit<Question, 'detector'> {
  readonly part: DetectorPart<S>;
  readonly detector: S;
}

/** Of a whole cell, before a run. */
export function playedCell<S extends { readonly kind: string }>(question: PlayedQuestion<S>): Prediction {
  const scene = sceneOf(question);
  return unplayed(scene) ?? afterLateSign(verdictOf(scene, (isFine) => endingsOfCell(scene, isFine)));
}

/** Of one trial, from what was measured at its fault. */
export function playedTrial<S extends { readonly kind: string }>(
  question: PlayedQuestion<S>,
  situation: Situation,
): Prediction {
  const scene = sceneOf(question);
  if (!isMeasured(situation)) return playedCell(question);
  return unplayed(scene) ?? verdictOf(scene, (isFine) => endingsOfTrial(scene, situation, isFine));
}

function sceneOf<S extends { readonly kind: string }>(question: PlayedQuestion<S>): Scene {
  const { part, detector, fault, traffic, kernel, options } = question;
  const machine = part.machine(detector);
  return {
    machine,
    traits: part.traits(detector),
    fault,
    traffic,
    kernel,
    options: { ...options, ...machine.options },
  };
}

/** What needs no play. */
function unplayed({ fault }: Scene): Prediction | null {
  const { effect } = faultTraits(fault);
  if (effect.is === 'nothing') return never('nothing-happens');
  return effect.is === 'chance' && effect.percent < 100 ? unpredicted('chance-decides') : null;
}

function verdictOf(scene: Scene, endingsIn: (isFine: boolean) => Iterable<Ending>): Prediction {
  const endings = untilTwoKinds(endingsIn(false));
  return agreed(scene, endings.some(isGivenUp) ? untilTwoKinds(endingsIn(true)) : endings);
}

/** The kernel found that it had tried long enough. */
const isGivenUp = (ending: Ending): boolean => ending.is === 'verdict' && ending.errno === 'ETIMEDOUT';

const kindOf = (ending: Ending): string => (ending.is === 'verdict' ? ending.verdict : ending.is);

/** All of them, or the first two kinds. A session that was given up before its fault is not struck by it. */
function untilTwoKinds(all: Iterable<Ending>): readonly Ending[] {
  const endings: Ending[] = [];
  for (const ending of all) {
    if (ending.is === 'mistake') continue;
    endings.push(ending);
    if (kindOf(ending) !== kindOf(endings[0] ?? ending)) break;
  }
  return endings;
}

/** What all of them agree on. */
function agreed(scene: Scene, endings: readonly Ending[]): Prediction {
  const verdicts = endings.filter((ending) => ending.is === 'verdict');
  const kinds = new Set(endings.map(kindOf));
  // None: no session is like the one that was measured, or all were given up before the fault.
  if (kinds.size !== 1) return unpredicted('phase-decides');
  const unknown = unknownOf(scene, verdicts);
  if (unknown !== null) return unknown;
  const [first] = verdicts;
  if (first === undefined) return never('played');
  const errno = verdicts.every((one) => one.errno === first.errno) ? first.errno : null;
  const at = seenIn(scene, verdicts);
  return first.verdict === 'closed' ? closed('played', at) : dead('played', at, reported(scene, errno));
}

/** The last sign of life before the fault may have been late itself. */
const afterLateSign = (prediction: Prediction): Prediction =>
  prediction.kind === 'interval' ? { ...prediction, fromMs: Math.max(0, prediction.fromMs - loopSlackMs) } : prediction;

type Verdict = Ending & { readonly is: 'verdict' };

/** What a play cannot know: systems other than Linux, and data that never left. */
function unknownOf(scene: Scene, verdicts: readonly Verdict[]): Prediction | null {
  const { fault, kernel } = scene;
  const { effect, errors } = faultTraits(fault);
  const isOfKernel = effect.is !== 'announced' && verdicts.some(({ errno }) => errno !== null);
  if (errors === 'unsent' && isOfKernel) return unpredicted('data-never-left');
  return kernel.os === 'linux' || (isSameElsewhere(scene) && !isOfKernel) ? null : unpredicted('other-kernel');
}

/** Where no kernel has to send anything again, all systems do the same. */
function isSameElsewhere({ fault, traffic }: Scene): boolean {
  const { effect } = faultTraits(fault);
  if (isNetworkFault(fault) || traffic === 'zero-window') return false;
  return effect.is === 'announced' || effect.is === 'stopped' || effect.is === 'slow' || isCableCut(fault);
}

/**
 * What is late adds to the time that the kernel compares, so that an expiry between those that were played may do. Waits
 * double: the last takes half of the time, and all before it are late by less than thrice as much.
 */
const retriesOffMs = (afterMs: number, kernel: Kernel): number => 4 * granuleMs(afterMs / 2, kernel);

/** As early as a late timer may make it, and with the time that the end of a process takes, which a play does not. */
function seenIn({ fault, kernel }: Scene, verdicts: readonly Verdict[]): RangeMs {
  const { effect } = faultTraits(fault);
  const { fromMs, toMs } = verdicts.map(({ afterMs }) => range(afterMs)).reduce(hull);
  const arrivesMs = effect.is === 'announced' ? arrivalMs[effect.by] : 0;
  const offMs = verdicts.some(isGivenUp) ? retriesOffMs : () => 0;
  return widened(range(fromMs - offMs(fromMs, kernel), toMs + offMs(toMs, kernel) + arrivesMs), 0, kernel);
}

/** Whether an ICMP error arrived, and so names a later death, is left open. */
const reported = ({ fault }: Scene, errno: string | null): string | null =>
  faultTraits(fault).errors === 'none' || errno === 'ECONNRESET' ? errno : null;
