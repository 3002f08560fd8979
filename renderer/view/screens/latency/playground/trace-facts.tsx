/** What is known of a trace, in a line; and the trace itself as a file. */
import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { useWords } from '../../../app-context.tsx';
import { Badge } from '../../../parts/badge.tsx';
import { Button } from '../../../parts/button.tsx';
import { Hint } from '../../../parts/hint.tsx';
import { useSave } from '../../../use-save.ts';
import styles from './trace-facts.module.css';
import { printTrace } from '#contract/experiment/trace-file.ts';
import { figuresOf } from '#model/replay/fitting.ts';
import type { Trace } from '#model/replay/trace.ts';
import { duration } from '#report/text/numbers.ts';
import type { PlaygroundState } from '#store/playground.ts';

interface TraceFactsProps {
  readonly trace: Trace;
  readonly state: PlaygroundState;
}

export function TraceFacts({ trace, state: { from, example, file, run, trial } }: TraceFactsProps) {
  const { playground } = useWords();
  const { arrivals, spanMs, medianGapMs, longestGapMs } = useMemo(() => figuresOf(trace), [trace]);
  const save = useSave();
  const names = { example, run: `${run ?? 'run'}-${trial ?? 0}`, file: file?.name.replace(/\.\w+$/, '') ?? 'trace' };
  return (
    <div className={styles.facts}>
      {from === 'example' && (
        <Hint text={playground.generatedHint}>
          <button type="button" className={styles.generated}>
            <Badge tone="warn">{playground.generated}</Badge>
          </button>
        </Hint>
      )}
      {from === 'example' && <span>{playground.exampleSaid[example]}</span>}
      {from === 'file' && file !== null && <b>{file.name}</b>}
      <span>{playground.span(arrivals, duration(spanMs))}</span>
      <span>{playground.gaps(duration(medianGapMs), duration(longestGapMs))}</span>
      {from !== 'example' && (
        <span>{trace.diedAtMs === null ? playground.notDied : playground.died(duration(trace.diedAtMs))}</span>
      )}
      <Button
        look="quiet"
        onClick={() => save({ name: `${names[from]}.csv`, mime: 'text/csv', base64: btoa(printTrace(trace)) })}
      >
        <Download aria-hidden />
        {playground.save}
      </Button>
    </div>
  );
}
