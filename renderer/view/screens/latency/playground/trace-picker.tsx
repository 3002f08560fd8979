/** Where the heartbeats come from. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWords } from '../../../app-context.tsx';
import { FileButton } from '../../../parts/file-button.tsx';
import { Segments } from '../../../parts/segments.tsx';
import { usePlayground } from './kept.ts';
import type { OpenedTrace } from './use-opened-trace.ts';
import type { ChosenTrace } from './use-trace.ts';
import fieldStyles from '../../../parts/field.module.css';
import styles from './trace-picker.module.css';
import { useDateText } from '../../../use-date-text.ts';
import { traceUnits } from '#contract/experiment/trace-file.ts';
import { exampleNames } from '#model/replay/examples.ts';
import { replayableParts, sources } from '#store/playground.ts';
import type { PlaygroundState } from '#store/playground.ts';

interface TracePickerProps {
  readonly state: PlaygroundState;
  readonly chosen: ChosenTrace;
  readonly opened: OpenedTrace;
}

export function TracePicker({ state, chosen, opened }: TracePickerProps) {
  const { playground } = useWords();
  const store = usePlayground();
  return (
    <div className={styles.source}>
      <Segments
        label={playground.from}
        value={state.from}
        options={sources.map((value) => ({ value, text: playground.source[value] }))}
        onChange={(from) => store.setState({ from })}
      />
      {state.from === 'example' && <Examples state={state} />}
      {state.from === 'run' && <Runs chosen={chosen} />}
      {state.from === 'file' && <Files opened={opened} />}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}

function Select({ label, value, onChange, children }: SelectProps) {
  return (
    <label className={styles.select}>
      <span className={fieldStyles.label}>{label}</span>
      <select className={fieldStyles.select} value={value} onChange={({ target }) => onChange(target.value)}>
        {children}
      </select>
    </label>
  );
}

function Examples({ state }: { readonly state: PlaygroundState }) {
  const { playground } = useWords();
  const store = usePlayground();
  return (
    <Select
      label={playground.example}
      value={state.example}
      onChange={(value) =>
        store.setState(({ example }) => ({ example: exampleNames.find((name) => name === value) ?? example }))
      }
    >
      {exampleNames.map((name) => (
        <option key={name} value={name}>
          {playground.exampleName[name]}
        </option>
      ))}
    </Select>
  );
}

function Runs({ chosen: { runs, run, trials, trial } }: { readonly chosen: ChosenTrace }) {
  const { playground } = useWords();
  const dateText = useDateText();
  const store = usePlayground();
  if (runs?.length === 0 && run === null)
    return (
      <p className={styles.note}>
        {playground.noRuns} <Link href="/experiments">{playground.toExperiments}</Link>
      </p>
    );
  return (
    <>
      <Select
        label={playground.experiment}
        value={run ?? ''}
        onChange={(id) => store.setState({ run: id, trial: null })}
      >
        {run !== null && runs?.some(({ id }) => id === run) !== true && <option value={run}>{run}</option>}
        {runs?.map(({ id, name, startedAt }) => (
          <option key={id} value={id}>
            {`${name}, ${dateText(startedAt)}`}
          </option>
        ))}
      </Select>
      {trials !== null && trials.length > 0 && (
        <Select
          label={playground.trial}
          value={String(trial)}
          onChange={(value) => store.setState({ run, trial: Number(value) })}
        >
          {trials.map(({ trial: id, detector, fault, repeat, arrivals }) => (
            <option key={id} value={id}>
              {`${playground.trialName(detector, fault, repeat + 1)} (${playground.heartbeats(arrivals)})`}
            </option>
          ))}
        </Select>
      )}
      {trials?.length === 0 && (
        <p className={styles.note}>{playground.noTraces(replayableParts.map(({ kind }) => kind))}</p>
      )}
    </>
  );
}

function Files({ opened }: { readonly opened: OpenedTrace }) {
  const { playground } = useWords();
  return (
    <>
      <FileButton
        text={playground.open}
        accept=".csv,.tsv,.txt,text/csv"
        onFiles={([file]) => {
          if (file !== undefined) void opened.open(file);
        }}
      />
      <Select
        label={playground.unit}
        value={opened.unit ?? ''}
        onChange={(value) => opened.setUnit(traceUnits.find((unit) => unit === value) ?? null)}
      >
        <option value="">{playground.unitOfFile}</option>
        {traceUnits.map((unit) => (
          <option key={unit}>{unit}</option>
        ))}
      </Select>
      <p className={styles.note}>{playground.dropHint}</p>
    </>
  );
}
