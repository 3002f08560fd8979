/** The draft of this window: kept over navigation, and in the browser over reloads. */
import { planData } from '#contract/data/settings.ts';
import { createDraft, freshPlan } from '#store/plan-draft.ts';
import type { Draft } from '#store/plan-draft.ts';
import type { Plan } from '#model/plan/plan.ts';

const key = 'halfopen-draft';
const draft = createDraft(kept() ?? freshPlan);
draft.subscribe((plan) => {
  try {
    localStorage.setItem(key, JSON.stringify(plan));
  } catch {
    // Only a reload would miss it.
  }
});

export const useDraft = (): Draft => draft;

/** Null when there is none, or one that this version does not understand. */
function kept(): Plan | null {
  try {
    const parsed = planData.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
