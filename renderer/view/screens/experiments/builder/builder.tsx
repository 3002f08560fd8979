/** One's own experiment: what to try, checked while it is put together. */
import { Play } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { Button } from '../../../parts/button.tsx';
import { FileButton } from '../../../parts/file-button.tsx';
import { Field } from '../../../parts/field.tsx';
import { useDraft } from './draft.ts';
import { BuilderSummary } from './builder-summary.tsx';
import { EntryEditor } from './entry-editor.tsx';
import { LintButton } from './lint-button.tsx';
import { NumberField } from './number-field.tsx';
import { useAsked } from '../../../use-asked.ts';
import { useOpenedPlan } from '../use-dropped-plan.ts';
import { problemsOf, problemsUnder } from './plan-problems.ts';
import type { PlanProblem } from './plan-problems.ts';
import { Check } from '../../../parts/check.tsx';
import fieldStyles from '../../../parts/field.module.css';
import headStyles from '../../../parts/head.module.css';
import styles from './builder.module.css';
import { detectorParts } from '#model/detectors/index.ts';
import { faultParts } from '#model/faults/index.ts';
import { traffics } from '#model/traffic.ts';
import type { Plan } from '#model/plan/plan.ts';
import { detectorGloss, faultGloss } from '#report/text/kinds.ts';
import { setDetector, setFault, toggleTraffic } from '#store/plan-draft.ts';

/** Long enough for a number to be typed. */
const typingMs = 250;

export function Builder({ onStart }: { readonly onStart: (plan: Plan) => void }) {
  const draft = useDraft();
  const plan = useStore(draft);
  const { enter } = useWords().experiments;
  const problems = useMemo(() => problemsOf(plan, enter), [plan, enter]);
  const { output: check, error } = useAsked(
    'plan.check',
    problems.length === 0 ? (plan as never) : undefined,
    typingMs,
  );
  const change = (next: Plan): void => draft.setState(next, true);
  const problemAt = (path: string): string | null => problemsUnder(problems, path)[0]?.message ?? null;
  return (
    <section aria-labelledby="own">
      <BuilderHead />
      <div className={styles.builder}>
        <div className={styles.parts}>
          <Basics plan={plan} onChange={change} problemAt={problemAt} />
          <Axes plan={plan} onChange={change} problems={problems} onStart={onStart} />
        </div>
        <BuilderSummary plan={plan} check={check} problems={problems} error={error}>
          <StartButton plan={plan} isSound={problems.length === 0} onStart={onStart} />
        </BuilderSummary>
      </div>
    </section>
  );
}

interface AxesProps extends Pick<BasicsProps, 'plan' | 'onChange'> {
  readonly problems: readonly PlanProblem[];
  readonly onStart: (plan: Plan) => void;
}

function Axes({ plan, onChange: change, problems, onStart }: AxesProps) {
  const { experiments } = useWords();
  const { kinds } = useReportWords();
  return (
    <>
      <fieldset>
        <legend>
          <h3>{experiments.detectors}</h3>
        </legend>
        <EntryEditor
          entries={plan.detectors}
          parts={detectorParts}
          glossOf={({ kind }) => detectorGloss(kind, kinds)}
          problemsAt={(at) => problemsUnder(problems, `detectors[${at}]`)}
          onSet={(at, entry) => change(setDetector(plan, at, entry))}
          renderActions={(detector) => <LintButton detector={detector} onStart={onStart} />}
        />
      </fieldset>
      <fieldset>
        <legend>
          <h3>{experiments.faults}</h3>
        </legend>
        <EntryEditor
          entries={plan.faults}
          parts={faultParts}
          glossOf={(fault) => faultGloss(fault, kinds)}
          problemsAt={(at) => problemsUnder(problems, `faults[${at}]`)}
          onSet={(at, entry) => change(setFault(plan, at, entry))}
        />
      </fieldset>
      <fieldset>
        <legend>
          <h3>{experiments.traffic}</h3>
        </legend>
        <div className={styles.traffic}>
          {traffics.map((traffic) => (
            <Check
              key={traffic}
              isChecked={plan.traffic.includes(traffic)}
              onChange={() => change(toggleTraffic(plan, traffic))}
            >
              {experiments.trafficName[traffic]}
            </Check>
          ))}
        </div>
      </fieldset>
    </>
  );
}

interface StartButtonProps {
  readonly plan: Plan;
  readonly isSound: boolean;
  readonly onStart: (plan: Plan) => void;
}

function StartButton({ plan, isSound, onStart }: StartButtonProps) {
  const { experiments } = useWords();
  const isEmpty = plan.detectors.length * plan.faults.length * plan.traffic.length === 0;
  const cannot = isEmpty ? experiments.emptyList : isSound ? null : experiments.cannotStart;
  return (
    <Button look="main" cannot={cannot} onClick={() => onStart(plan)}>
      <Play aria-hidden />
      {experiments.start}
    </Button>
  );
}

function BuilderHead() {
  const { experiments } = useWords();
  const open = useOpenedPlan();
  return (
    <div className={headStyles.head}>
      <div>
        <h2 id="own">{experiments.own}</h2>
        <p className={headStyles.lead}>{experiments.ownLead}</p>
      </div>
      <div className={headStyles.actions}>
        <FileButton
          text={experiments.openFile}
          accept=".yaml,.yml,.json"
          onFiles={([file]) => {
            if (file !== undefined) void open(file);
          }}
        />
      </div>
      <span className={fieldStyles.hint}>{experiments.dropHint}</span>
    </div>
  );
}

interface BasicsProps {
  readonly plan: Plan;
  readonly onChange: (plan: Plan) => void;
  readonly problemAt: (path: string) => string | null;
}

function Basics({ plan, onChange, problemAt }: BasicsProps) {
  const { experiments } = useWords();
  return (
    <fieldset>
      <legend className="hidden">{experiments.basics}</legend>
      <div className={styles.basics}>
        <Field
          label={experiments.name}
          value={plan.name}
          onChange={(name) => onChange({ ...plan, name })}
          error={problemAt('name')}
        />
        <NumberField
          label={experiments.repeats}
          value={plan.repeats}
          onChange={(repeats) => onChange({ ...plan, repeats })}
          error={problemAt('repeats')}
        />
        <NumberField
          label={experiments.deadline}
          unit="ms"
          value={plan.deadlineMs}
          onChange={(deadlineMs) => onChange({ ...plan, deadlineMs })}
          error={problemAt('deadline')}
        />
        <NumberField
          label={experiments.seed}
          value={plan.seed}
          onChange={(seed) => onChange({ ...plan, seed })}
          error={problemAt('seed')}
        />
      </div>
    </fieldset>
  );
}
