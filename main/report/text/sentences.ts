/** The sentences that stand behind the headline, for every format. */
import { isTransient } from '#model/faults/index.ts';
import type { ReportModel } from '../facts/model.ts';
import type { Words } from '../words/en.ts';

/** In the order in which a reader asks. */
export function supporting({ headline, findings, result }: ReportModel, words: Words): readonly string[] {
  const { deadlineMs } = result.plan;
  const sentences: string[] = [];
  if (headline !== null && !headline.transient) {
    if (headline.always.length > 1) sentences.push(words.quickest(headline.always.slice(0, 3)));
    if (headline.sometimes.length > 0) sentences.push(words.onlySometimes(headline.sometimes));
    if (headline.never.length > 0) sentences.push(words.neverWithin(headline.never, deadlineMs));
  }
  const alarmed = new Set(
    findings
      .filter(({ fault }) => isTransient(fault))
      .flatMap(({ always, sometimes }) => [...always.map(({ label }) => label), ...sometimes]),
  );
  const inOrder = [...new Set(result.cells.map(({ detector }) => detector.label))].filter((label) =>
    alarmed.has(label),
  );
  if (inOrder.length > 0) sentences.push(words.falselyAlarmed(inOrder));
  return sentences;
}

export function agreementText({ agreement }: ReportModel, words: Words): string {
  const say = words.agreement;
  if (agreement.judged === 0) return words.nothingJudged;
  return [
    say.lead(agreement.agreeing, agreement.judged),
    ...(agreement.verdictsJudged > 0 ? [say.verdicts(agreement.verdictsInside, agreement.verdictsJudged)] : []),
    ...(agreement.silentAsPredicted > 0 ? [say.silent(agreement.silentAsPredicted)] : []),
    ...(agreement.misses.length === 0 ? [say.noMisses] : []),
    ...(agreement.unjudged > 0 ? [say.unjudged(agreement.unjudged)] : []),
  ].join(words.sentenceGap);
}
