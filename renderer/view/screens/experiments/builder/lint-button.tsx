/** Asks one heartbeat of the draft what it does when it matters. */
import { Stethoscope } from 'lucide-react';
import { useAbilities, useWords } from '../../../app-context.tsx';
import { Button } from '../../../parts/button.tsx';
import { useNotices } from '../../../parts/toasts.tsx';
import { lintPlanOf } from '#contract/experiment/lint-plan.ts';
import { detectorPart, traitsOf } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Plan } from '#model/plan/plan.ts';

interface LintButtonProps {
  readonly detector: DetectorSettings;
  readonly onStart: (plan: Plan) => void;
}

export function LintButton({ detector, onStart }: LintButtonProps) {
  const { experiments } = useWords();
  const abilities = useAbilities();
  const { fail } = useNotices();
  if (!isHeartbeat(detector)) return null;
  const canForget = abilities?.capabilities.some(({ id, can }) => id === 'connection-tracking' && can === true);
  const lint = (): void => {
    try {
      onStart(lintPlanOf(detector, canForget === true));
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Button look="quiet" onClick={lint}>
      <Stethoscope aria-hidden />
      {experiments.lint}
    </Button>
  );
}

/** Those that send PING and await what comes of it: the questions are about them. */
function isHeartbeat({ kind }: DetectorSettings): boolean {
  const { sends, awaits } = traitsOf(detectorPart(kind).example);
  return sends?.what === 'ping' && awaits !== null;
}
