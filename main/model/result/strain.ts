/** Whether a run asked more of its machine than its detectors can bear: what is handled late looks like a late answer. */
import { detectionMs, peerPaceMs } from '../detectors/bfd.ts';
import { detectorLabel } from '../detectors/label.ts';
import { deviationsAt } from '../detectors/phi.ts';
import type { RunFigures, Strain } from './result.ts';
import type { DetectorSettings } from '../settings.ts';

/**
 * How late an answer may be handled before the detector holds it against its peer, once; null for those whose answers the
 * kernel handles. More than one such delay in a row makes a false verdict.
 */
export function toleratedLagMs(detector: DetectorSettings): number | null {
  switch (detector.kind) {
    case 'heartbeat':
    case 'dedicated-heartbeat':
      return detector.intervalMs;
    case 'receive-deadline':
    case 'k-of-n':
      return detector.slackMs;
    case 'phi-accrual':
      return detector.pauseMs + deviationsAt(detector.threshold) * detector.minDeviationMs;
    case 'bfd':
      return detectionMs(detector) - peerPaceMs(detector);
    case 'learned-heartbeat':
      return detector.timeoutMs;
    case 'eof':
    case 'keepalive':
    case 'user-timeout':
    case 'tcp-info':
    case 'oob':
    case 'write-probe':
      return null;
  }
}

/** Null when nothing was measured, or nothing in the plan minds. */
export function strainOf(detectors: readonly DetectorSettings[], figures: RunFigures | null): Strain | null {
  const worstLagMs = figures?.eventLoopLagMaxMs ?? null;
  const sensitive = detectors.flatMap((detector) => {
    const toleratedMs = toleratedLagMs(detector);
    return toleratedMs === null ? [] : [{ toleratedMs, detector: detectorLabel(detector) }];
  });
  const [tightest] = sensitive.toSorted((a, b) => a.toleratedMs - b.toleratedMs);
  if (worstLagMs === null || tightest === undefined) return null;
  return { worstLagMs, ...tightest, exceeded: worstLagMs > tightest.toleratedMs };
}
