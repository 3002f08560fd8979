/** One experiment while it happens, and as it stands afterwards. */
import { ChartScatter, Download, RotateCcw, Square } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useApp, useLanguage, useReportWords, useWords } from '../../app-context.tsx';
import { MatrixTable, sameCell } from '../../charts/matrix/matrix-table.tsx';
import { TrialsCell } from '../../charts/matrix/trials-cell.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Hint } from '../../parts/hint.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { useCommands } from '../../use-commands.ts';
import { useSave } from '../../use-save.ts';
import { CellPanel } from './cell-panel.tsx';
import { LintFindings } from './lint-findings.tsx';
import { StoryAside, StoryShown } from './story.tsx';
import { RunFigures } from './run-figures.tsx';
import { useStartRun } from './use-start-run.ts';
import { Beside } from '../../parts/beside.tsx';
import buttonStyles from '../../parts/button.module.css';
import { Screen } from '../../parts/screen.tsx';
import { HalfopenError } from '#model/error.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { CellView } from '#report/facts/cell.ts';
import { faultText } from '#report/text/cell-text.ts';
import { reportOf } from '#report/facts/model.ts';
import { followRun } from '#store/run.ts';
import type { RunState } from '#store/run.ts';

export function Run({ id }: { readonly id: string }) {
  const { experiments } = useWords();
  const { duties } = useApp();
  const [run] = useState(() => followRun(duties, id));
  useEffect(() => run.stop, [run]);
  const state = useStore(run.store);
  const trouble = state.error === null ? null : <ErrorNotice error={new HalfopenError(state.error)} />;
  if (state.result !== null)
    return (
      <>
        {trouble}
        <RunView id={id} state={state} result={state.result} />
      </>
    );
  return <Screen>{trouble ?? <p className="mute">{experiments.opening}</p>}</Screen>;
}

interface RunViewProps {
  readonly id: string;
  readonly state: RunState;
  readonly result: ExperimentResult;
}

function RunView({ id, state, result }: RunViewProps) {
  const { experiments } = useWords();
  const words = useReportWords();
  const [chosen, setChosen] = useState<CellView | null>(null);
  const report = useMemo(() => reportOf(result), [result]);
  const { story } = result.plan;
  const isOver = state.endedAt !== null;
  const now = chosen === null ? null : (report.cells.find((cell) => sameCell(cell, chosen)) ?? null);
  const close = useCallback(() => setChosen(null), []);
  const headline = isOver && report.headline !== null ? words.headline(report.headline) : undefined;
  return (
    <Screen>
      <ScreenHead title={result.name} {...(headline === undefined ? {} : { lead: headline })}>
        <Status state={state} result={result} />
        {isOver ? <Afterwards id={id} result={result} /> : <CancelButton id={id} />}
      </ScreenHead>
      <RunFigures state={state} report={report} />
      <Beside
        details={
          now && {
            name: experiments.chosenCell(now.detector.label, faultText(now.fault, words)),
            panel: <CellPanel id={id} cell={now} result={result} onClose={close} />,
            onClose: close,
          }
        }
        otherwise={story === undefined ? null : <StoryAside story={story} />}
      >
        {story !== undefined && <StoryShown report={report} />}
        {isOver && <LintFindings result={result} />}
        {report.matrices.map((matrix) => (
          <MatrixTable
            key={matrix.traffic}
            matrix={matrix}
            deadlineMs={result.plan.deadlineMs}
            awaited={isOver ? null : result.plan.repeats}
            chosen={now}
            onChoose={setChosen}
            Cell={TrialsCell}
          />
        ))}
      </Beside>
    </Screen>
  );
}

function Status({ state, result }: Omit<RunViewProps, 'id'>) {
  const { experiments } = useWords();
  if (state.endedAt === null) return <Badge tone="info">{experiments.running}</Badge>;
  return <Badge tone={result.status === 'complete' ? 'good' : 'warn'}>{experiments.status[result.status]}</Badge>;
}

function CancelButton({ id }: { readonly id: string }) {
  const { experiments } = useWords();
  const { client } = useApp();
  const { tell, fail } = useNotices();
  const cancel = (): void => void client.call('run.cancel', { run: id }).then(() => tell(experiments.cancelled), fail);
  return (
    <Hint text={experiments.cancelHint}>
      <button type="button" className={buttonStyles.button} onClick={cancel}>
        <Square aria-hidden />
        {experiments.cancel}
      </button>
    </Hint>
  );
}

function Afterwards({ id, result }: Omit<RunViewProps, 'state'>) {
  const { experiments } = useWords();
  const { client } = useApp();
  const language = useLanguage();
  const { fail } = useNotices();
  const save = useSave();
  const start = useStartRun();
  const [, navigate] = useLocation();
  const commands = useMemo(
    () => [
      { id: 'run-again', title: experiments.again, keys: 'r', run: () => void start(result.plan) },
      { id: 'to-latency', title: experiments.latency, keys: 'd', run: () => navigate(`/latency/${id}`) },
    ],
    [experiments, start, result.plan, navigate, id],
  );
  useCommands(commands);
  const saveReport = (): void => void client.call('history.export', { id, format: 'html', language }).then(save, fail);
  return (
    <>
      <Button onClick={() => navigate(`/latency/${id}`)}>
        <ChartScatter aria-hidden />
        {experiments.latency}
      </Button>
      <Button onClick={saveReport}>
        <Download aria-hidden />
        {experiments.report}
      </Button>
      <Button look="main" onClick={() => void start(result.plan)}>
        <RotateCcw aria-hidden />
        {experiments.again}
      </Button>
    </>
  );
}
