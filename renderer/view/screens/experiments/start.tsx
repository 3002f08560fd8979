/** Where experiments begin: one button for the first time, ready-made ones, and one's own. */
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useCommands } from '../../use-commands.ts';
import { Builder } from './builder/builder.tsx';
import { useDraft } from './builder/draft.ts';
import { Incidents, isTold } from './incidents.tsx';
import { useDroppedPlan } from './use-dropped-plan.ts';
import { useAsked } from '../../use-asked.ts';
import { useStartRun } from './use-start-run.ts';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import panelStyles from '../../parts/panel.module.css';
import { Screen } from '../../parts/screen.tsx';
import styles from './start.module.css';
import type { OutputOf } from '#contract/wire/host.ts';
import { defaultPreset } from '#contract/experiment/default-preset.ts';
import type { Plan } from '#model/plan/plan.ts';
import { setting } from '#report/text/numbers.ts';

type Preset = OutputOf<'plan.presets'>[number];
const noPresets: readonly Preset[] = [];

/** Only whether there is anything at all. */
const anything = {
  text: '',
  filters: [],
  sort: { by: 'startedAt', descending: true },
  offset: 0,
  limit: 1,
} as const;

export function Start() {
  const { experiments } = useWords();
  const presets = useAsked('plan.presets', null).output ?? noPresets;
  const history = useAsked('history.page', { ...anything, filters: [] }).output;
  const start = useStartRun();
  const { isDropping, drop } = useDroppedPlan();
  const standard = presets.find(({ name }) => name === defaultPreset);
  const draft = useDraft();
  const { tell } = useNotices();
  const take = ({ name, plan }: Preset): void => {
    draft.setState(plan, true);
    tell(experiments.replaced(name));
  };
  const commands = useMemo(
    () =>
      presets.map(({ name, plan }) => ({
        id: `run:${name}`,
        title: name === defaultPreset ? experiments.runDefault : `${experiments.run}: ${name}`,
        run: () => void start(plan),
      })),
    [presets, start, experiments],
  );
  useCommands(commands);
  return (
    <Screen isDropping={isDropping} {...drop}>
      {history?.all === 0 && standard !== undefined ? (
        <Hero preset={standard} onRun={() => void start(standard.plan)} />
      ) : (
        <ScreenHead title={experiments.title} lead={experiments.lead} />
      )}
      <Presets presets={presets.filter((preset) => !isTold(preset))} onRun={(plan) => void start(plan)} />
      <Incidents presets={presets.filter(isTold)} onRun={(plan) => void start(plan)} onTake={take} />
      <Builder onStart={(plan) => void start(plan)} />
    </Screen>
  );
}

function Hero({ preset, onRun }: { readonly preset: Preset; readonly onRun: () => void }) {
  const { experiments } = useWords();
  const check = useAsked('plan.check', preset.plan).output;
  return (
    <section className={styles.hero}>
      <h1>{experiments.hero}</h1>
      <p>{experiments.heroLead}</p>
      <div>
        <Button look="main" size="big" onClick={onRun}>
          <Play aria-hidden />
          {experiments.runDefault}
        </Button>
        {check !== null && (
          <span className={styles.size}>{experiments.size(check.trials, Math.round(check.estimateMs / 1000))}</span>
        )}
      </div>
    </section>
  );
}

interface PresetsProps {
  readonly presets: readonly Preset[];
  readonly onRun: (plan: Plan) => void;
}

function Presets({ presets, onRun }: PresetsProps) {
  const { experiments } = useWords();
  const draft = useDraft();
  const name = useStore(draft, (plan) => plan.name);
  const [taken, setTaken] = useState<string | null>(null);
  return (
    <section aria-labelledby="presets">
      <h2 id="presets">{experiments.presets}</h2>
      <ul className={styles.presets}>
        {presets.map((preset) => (
          <li key={preset.name} className={classNames(panelStyles.panel, styles.preset)}>
            <h3>{preset.name}</h3>
            <p>{experiments.presetPurpose(preset.name, preset.purpose)}</p>
            <Size plan={preset.plan} />
            <div className={styles.actions}>
              <Button onClick={() => onRun(preset.plan)}>
                <Play aria-hidden />
                {experiments.run}
              </Button>
              <Button
                look="quiet"
                onClick={() => {
                  draft.setState(preset.plan, true);
                  setTaken(preset.name);
                }}
              >
                {experiments.edit}
              </Button>
            </div>
            {taken === preset.name && name === preset.plan.name && (
              <span role="status" className={fieldStyles.hint}>
                {experiments.replaced(preset.name)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Size({ plan }: { readonly plan: Plan }) {
  const { detectors, faults, traffic, repeats, deadlineMs } = plan;
  const factors = [detectors.length, faults.length, traffic.length, repeats];
  return (
    <span className="mute">
      {factors.join(' \u00d7 ')} = {factors.reduce((product, factor) => product * factor, 1)}, {'\u2264'}{' '}
      {setting(deadlineMs)}
    </span>
  );
}
