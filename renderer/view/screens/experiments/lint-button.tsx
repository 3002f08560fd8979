/** Asks one heartbeat of the draft what it does when it matters. */
import { Stethoscope } from 'lucide-react';
import { useAbilities, useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { lintPlanOf } from '#contract/experiment/lint-plan.ts';
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
  if (!asksPeer.has(detector.kind)) return null;
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

/** Those that are heartbeats: the questions are about them. */
const asksPeer: ReadonlySet<DetectorSettings['kind']> = new Set([
  'heartbeat',
  'dedicated-heartbeat',
  'phi-accrual',
  'k-of-n',
  'bfd',
  'learned-heartbeat',
]);
