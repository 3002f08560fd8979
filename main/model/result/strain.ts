/** Whether a run asked more of its machine than its detectors can bear: what is handled late looks like a late answer. */
import { detectorLabel, traitsOf } from '../detectors/index.ts';
import type { RunFigures, Strain } from './result.ts';
import type { DetectorSettings } from '../detectors/index.ts';

/** Null when nothing was measured, or nothing in the plan minds. */
export function strainOf(detectors: readonly DetectorSettings[], figures: RunFigures | null): Strain | null {
  const worstLagMs = figures?.eventLoopLagMaxMs ?? null;
  const sensitive = detectors.flatMap((detector) => {
    const toleratedMs = traitsOf(detector).toleratesLateMs;
    return toleratedMs === null ? [] : [{ toleratedMs, detector: detectorLabel(detector) }];
  });
  const [tightest] = sensitive.toSorted((a, b) => a.toleratedMs - b.toleratedMs);
  if (worstLagMs === null || tightest === undefined) return null;
  return { worstLagMs, ...tightest, exceeded: worstLagMs > tightest.toleratedMs };
}
