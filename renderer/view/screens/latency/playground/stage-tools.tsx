/** What the marks mean, and how to get closer. */
import { ChevronLeft, ChevronRight, Maximize2, Minus, Plus } from 'lucide-react';
import { useWords } from '../../../app-context.tsx';
import type { Span } from '../../../charts/timeline/span.ts';
import { Button } from '../../../parts/button.tsx';
import type { SpanView } from './use-span.ts';
import legendStyles from '../../../charts/legend.module.css';
import styles from './stage-tools.module.css';
import type { Trace } from '#model/replay/trace.ts';
import { aroundMistake, nextMistake } from '#store/replays.ts';
import type { Outcome } from '#store/replays.ts';

interface StageToolsProps {
  readonly trace: Trace;
  readonly view: SpanView;
  readonly outcomes: readonly Outcome[];
  readonly death: Span;
}

export function StageTools({ trace, view, outcomes, death }: StageToolsProps) {
  const { playground } = useWords();
  const middleMs = view.isWhole ? -Infinity : (view.span.fromMs + view.span.toMs) / 2;
  const mistake = nextMistake(trace, outcomes, middleMs);
  return (
    <div className={styles.tools}>
      <Legend />
      <div className={styles.buttons}>
        <Button
          cannot={mistake === null ? playground.noMistake : null}
          onClick={() => mistake !== null && view.set(aroundMistake(trace, mistake))}
        >
          {playground.toMistake}
        </Button>
        <Button onClick={() => view.set(death)}>
          {trace.diedAtMs === null ? playground.toEnd : playground.toDeath}
        </Button>
        <Button look="quiet" size="icon" aria-label={playground.earlier} onClick={() => view.move(-0.3)}>
          <ChevronLeft aria-hidden />
        </Button>
        <Button look="quiet" size="icon" aria-label={playground.later} onClick={() => view.move(0.3)}>
          <ChevronRight aria-hidden />
        </Button>
        <Button look="quiet" size="icon" aria-label={playground.zoomIn} onClick={() => view.zoom(0.5)}>
          <Plus aria-hidden />
        </Button>
        <Button look="quiet" size="icon" aria-label={playground.zoomOut} onClick={() => view.zoom(2)}>
          <Minus aria-hidden />
        </Button>
        <Button look="quiet" size="icon" aria-label={playground.fit} onClick={() => view.set(null)}>
          <Maximize2 aria-hidden />
        </Button>
      </div>
    </div>
  );
}

function Legend() {
  const { playground } = useWords();
  const { legend } = playground;
  return (
    <ul className={legendStyles.legend}>
      <li>
        <span className={styles.swatch} data-mark="mistake" aria-hidden />
        {legend.mistake}
      </li>
      <li>
        <span className={styles.swatch} data-mark="right" aria-hidden />
        {legend.right}
      </li>
      <li>
        <span className={styles.swatch} data-mark="unnoticed" aria-hidden />
        {legend.unnoticed}
      </li>
      <li>
        <span className={styles.swatch} data-mark="warning" aria-hidden />
        {legend.warning}
      </li>
      <li>
        <span className={styles.swatch} data-mark="phi" aria-hidden />
        {legend.phi}
      </li>
      <li>{legend.interval}</li>
    </ul>
  );
}
