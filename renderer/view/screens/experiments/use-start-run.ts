import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { useApp, useWords } from '../../app-context.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { HalfopenError } from '#model/error.ts';
import type { Plan } from '#model/plan/plan.ts';

/** Starts an experiment and goes to it; when another one runs, offers that. */
export function useStartRun(): (plan: Plan) => Promise<void> {
  const { client } = useApp();
  const { experiments } = useWords();
  const [, navigate] = useLocation();
  const { tell, fail } = useNotices();
  return useCallback(
    async (plan) => {
      try {
        // The contract's arrays are mutable, the model's are not; the wire copies.
        const { run } = await client.call('run.start', structuredClone(plan) as never);
        navigate(`/experiments/run/${run}`);
      } catch (error) {
        const running =
          error instanceof HalfopenError && error.detail.code === 'run-under-way' ? error.detail.given : undefined;
        if (running === undefined) return fail(error);
        tell(experiments.underWay, {
          label: experiments.openRunning,
          run: () => navigate(`/experiments/run/${running}`),
        });
      }
    },
    [client, experiments, navigate, tell, fail],
  );
}
