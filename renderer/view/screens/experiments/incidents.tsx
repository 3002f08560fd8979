/** Incidents to choose from: titles at the left, the chosen story beside them, to be read before it is run. */
import { Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { useAsked } from '../../use-asked.ts';
import { StoryParts, StorySettings, StorySources } from './story.tsx';
import fieldStyles from '../../parts/field.module.css';
import headStyles from '../../parts/head.module.css';
import styles from './incidents.module.css';
import type { OutputOf } from '#contract/wire/host.ts';
import type { Plan, Story } from '#model/plan/plan.ts';
import { storyIn } from '#report/facts/incident.ts';

type Preset = OutputOf<'plan.presets'>[number];
type Told = Preset & { readonly plan: Plan & { readonly story: Story } };

export const isTold = (preset: Preset): preset is Told => preset.plan.story !== undefined;

interface IncidentsProps {
  readonly presets: readonly Told[];
  readonly onRun: (plan: Plan) => void;
  readonly onTake: (preset: Preset) => void;
}

export function Incidents({ presets, onRun, onTake }: IncidentsProps) {
  const { experiments } = useWords();
  const { code } = useReportWords();
  const [name, setName] = useState<string | null>(null);
  const article = useRef<HTMLElement>(null);
  const chosen = presets.find((preset) => preset.name === name) ?? presets[0];
  if (chosen === undefined) return null;
  const choose = (next: string): void => {
    setName(next);
    // Where the story stands below the titles it would open out of sight.
    requestAnimationFrame(() => article.current?.scrollIntoView({ block: 'nearest' }));
  };
  return (
    <section aria-labelledby="incidents">
      <h2 id="incidents">{experiments.incidents}</h2>
      <p className={headStyles.lead}>{experiments.incidentsLead}</p>
      <div className={styles.incidents}>
        <ol className={styles.titles}>
          {presets.map((preset) => (
            <li key={preset.name}>
              <button
                type="button"
                aria-current={preset === chosen ? 'true' : undefined}
                onClick={() => choose(preset.name)}
              >
                {storyIn(preset.plan.story, code).title}
              </button>
            </li>
          ))}
        </ol>
        <article ref={article} className={styles.incident} aria-labelledby="incident-title">
          <Chosen preset={chosen} onRun={onRun} onTake={onTake} />
        </article>
      </div>
    </section>
  );
}

interface ChosenProps extends Omit<IncidentsProps, 'presets'> {
  readonly preset: Told;
}

function Chosen({ preset, onRun, onTake }: ChosenProps) {
  const { experiments } = useWords();
  const { code } = useReportWords();
  const { name, plan } = preset;
  const check = useAsked('plan.check', plan as never).output;
  const refused = check?.refusals.map(({ what, no, fix = '' }) => `${what}: ${no}. ${fix}`) ?? [];
  const cannot = refused.length === 0 ? null : refused.join('\n');
  return (
    <>
      <h3 id="incident-title">{storyIn(plan.story, code).title}</h3>
      <StoryParts story={plan.story} />
      <StorySettings plan={plan} />
      <div className={styles.actions}>
        <Button look="main" cannot={cannot} onClick={() => onRun(plan)}>
          <Play aria-hidden />
          {experiments.runIncident}
        </Button>
        <Button look="quiet" onClick={() => onTake(preset)}>
          {experiments.edit}
        </Button>
        {check !== null && (
          <span className="mute">{experiments.size(check.trials, Math.round(check.estimateMs / 1000))}</span>
        )}
        <code className="mute">halfopen run {name}</code>
      </div>
      {cannot !== null && <p className={fieldStyles.hint}>{cannot}</p>}
      <StorySources story={plan.story} />
    </>
  );
}
