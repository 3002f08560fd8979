/** Detectors, faults and their settings in words; where there are none, what the record says and the names as they are. */
import { detectorPart } from '#model/detectors/index.ts';
import type { DetectorKind } from '#model/detectors/index.ts';
import { faultLabel, faultPart } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { allSettings } from '#model/settings/setting.ts';
import type { Settings, Variants } from '#model/settings/setting.ts';
import type { DetectorWords, FaultWords, KindWords } from '../words/kinds-en.ts';

/** What of a record its settings are named by. */
interface Part {
  readonly kind: string;
  readonly settings: Settings | Variants;
}

const ofFault = ({ kind }: Fault, { faults }: KindWords): FaultWords<Fault> | undefined =>
  (faults as Readonly<Record<string, FaultWords<Fault> | undefined>>)[kind];

/** What a detector is, in a few words. */
export const detectorGloss = (kind: DetectorKind, { detectors }: KindWords): string =>
  detectors[kind]?.gloss ?? detectorPart(kind).says;

/** What a fault does, in a few words. */
export const faultGloss = (fault: Fault, words: KindWords): string =>
  ofFault(fault, words)?.gloss(fault) ?? faultPart(fault.kind).says;

/** What a sentence says was detected. */
export const faultPhrase = (fault: Fault, words: KindWords): string =>
  ofFault(fault, words)?.phrase(fault) ?? faultLabel(fault);

/** What a button says that makes it happen. */
export const faultOrder = (fault: Fault, words: KindWords): string =>
  ofFault(fault, words)?.order?.(fault) ?? faultLabel(fault);

/** The short name of a setting. */
export const settingLabel = (name: string, { settings }: KindWords): string => settings[name] ?? name;

/** What a setting is, in a sentence. */
export function settingSentence({ kind, settings }: Part, name: string, { detectors, faults }: KindWords): string {
  const words: Readonly<Record<string, Pick<DetectorWords, 'settings'> | undefined>> = { ...faults, ...detectors };
  return words[kind]?.settings?.[name] ?? allSettings(settings)[name]?.says ?? name;
}

/** What the word that is chosen means; the word itself where it speaks for itself. */
export const choiceMeaning = (name: string, word: string, { choices }: KindWords): string =>
  choices[name]?.[word] ?? word;

/** The word that is chosen, as in files, and what it means. */
export function choiceText(name: string, word: string, { choices, meaning }: KindWords): string {
  const means = choices[name]?.[word];
  return means === undefined ? word : meaning(word, means);
}
