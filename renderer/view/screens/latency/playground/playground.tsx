/** Heartbeats that arrived once, through any detectors, in virtual time. */
import { TriangleAlert } from 'lucide-react';
import { Fragment, useEffect } from 'react';
import { useLocation, useRoute } from 'wouter';
import { useStore } from 'zustand';
import { useWords } from '../../../app-context.tsx';
import { ErrorNotice } from '../../../parts/error-notice.tsx';
import { ScreenHead } from '../../../parts/screen-head.tsx';
import { Term } from '../../../parts/term.tsx';
import { useDroppedFiles } from '../../../use-dropped-files.ts';
import { LatencyTabs } from '../latency-tabs.tsx';
import { usePlayground } from './kept.ts';
import { Stage } from './stage.tsx';
import { TraceFacts } from './trace-facts.tsx';
import { TracePicker } from './trace-picker.tsx';
import { useOpenedTrace } from './use-opened-trace.ts';
import { useTrace } from './use-trace.ts';
import { Notice } from '../../../parts/notice.tsx';
import { Screen } from '../../../parts/screen.tsx';
import { TraceInvalid } from '#contract/experiment/trace-file.ts';
import { entriesOf } from '#store/playground.ts';

const figures = [
  'detectionTime',
  'mistakeRate',
  'mistakeRecurrence',
  'mistakeDuration',
  'queryAccuracy',
  'phi',
] as const;

export function Playground() {
  const { playground, frame } = useWords();
  const store = usePlayground();
  const state = useStore(store);
  const chosen = useTrace(state);
  const opened = useOpenedTrace();
  const { isDropping, drop } = useDroppedFiles(([file]) => {
    if (file !== undefined) void opened.open(file);
  });
  useLinkedTrial();
  const { trace } = chosen;
  const error = state.from === 'file' ? opened.error : chosen.error;
  return (
    <Screen isDropping={isDropping} {...drop}>
      <LatencyTabs />
      <ScreenHead title={playground.title} lead={playground.lead} />
      <TracePicker state={state} chosen={chosen} opened={opened} />
      {error !== null &&
        (error instanceof TraceInvalid ? <TraceNotice error={error} /> : <ErrorNotice error={error} />)}
      {trace !== null && (
        <>
          <TraceFacts trace={trace} state={state} />
          <Stage
            key={[state.from, state.example, chosen.run, chosen.trial, state.file?.name].join(' ')}
            trace={trace}
            entries={entriesOf(state, trace)}
            isFitted={state.entries === null}
            onChange={(entries) => store.setState({ entries })}
          />
          <p>
            {playground.figures}{' '}
            {figures.map((name, index) => (
              <Fragment key={name}>
                {index > 0 && frame.listSeparator}
                <Term name={name} />
              </Fragment>
            ))}
          </p>
        </>
      )}
    </Screen>
  );
}

/** Where in the file, what is wrong there, and what would be right. */
function TraceNotice({ error: { source, line, column, trouble, detail } }: { readonly error: TraceInvalid }) {
  const { playground } = useWords();
  const { what, help } = playground.trouble[trouble];
  return (
    <Notice tone="bad" role="alert" icon={<TriangleAlert aria-hidden />}>
      <p>
        <b>{playground.traceAt(source, line, column)}</b> {what}
        {detail.given !== undefined && <code> {detail.given}</code>}
      </p>
      <p className="mute">{help}</p>
    </Notice>
  );
}

/** `/latency/playground/RUN/TRIAL` chooses that trial. */
function useLinkedTrial(): void {
  const store = usePlayground();
  const [, params] = useRoute('/latency/playground/:run/:trial');
  const [, navigate] = useLocation();
  const { run, trial } = params ?? {};
  useEffect(() => {
    if (run === undefined) return;
    store.setState({ from: 'run', run, trial: Number(trial) });
    navigate('/latency/playground', { replace: true });
  }, [run, trial, store, navigate]);
}
