/** Why detectors' own rules predict what they predict: of those that have one. */
import { detectorParts, ownRuleOf } from '#model/detectors/index.ts';
import type { KindWords } from './kinds-en.ts';
import type { RuleWords } from './rules-en.ts';

export const ownRules = ({ detectors }: KindWords): RuleWords =>
  Object.fromEntries(
    detectorParts.flatMap((part) => {
      const own = ownRuleOf(part);
      return own === null ? [] : [[own.rule, detectors[part.kind]?.rule ?? part.says]];
    }),
  );
