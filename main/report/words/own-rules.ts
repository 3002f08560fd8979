/** Why detectors' own rules predict what they predict: of those that have one. */
import { detectorParts } from '#model/detectors/index.ts';
import type { KindWords } from './kinds-en.ts';
import type { RuleWords } from './rules-en.ts';

export const ownRules = ({ detectors }: KindWords): RuleWords =>
  Object.fromEntries(
    detectorParts.flatMap(({ kind, ownRule, says }) =>
      ownRule === undefined || ownRule === 'kernel' ? [] : [[ownRule.rule, detectors[kind]?.rule ?? says]],
    ),
  );
