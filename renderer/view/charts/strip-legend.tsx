/** What the marks of a strip plot mean: only those that occur in it. */
import { useReportWords } from '../app-context.tsx';
import { Mark } from './mark.tsx';
import legendStyles from './legend.module.css';
import plotStyles from './plot.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { stripKeysOf } from '#report/geometry/strip-keys.ts';
import type { StripKey } from '#report/geometry/strip-keys.ts';
import { shapes } from '#report/geometry/marks.ts';
import type { Mark as MarkName } from '#report/geometry/marks.ts';

interface StripLegendProps {
  readonly cells: readonly CellView[];
  readonly deadlineMs: number;
}

export function StripLegend({ cells, deadlineMs }: StripLegendProps) {
  const { key: say } = useReportWords();
  const text = { ...say, censored: say.censored(deadlineMs) };
  return (
    <ul className={legendStyles.legend}>
      {stripKeysOf(cells).map((key) => (
        <li key={key}>
          <svg width="20" height="16" viewBox="-10 -8 20 16" aria-hidden>
            <Sample of={key} />
          </svg>
          {text[key]}
        </li>
      ))}
    </ul>
  );
}

const marks: Readonly<Partial<Record<StripKey, MarkName>>> = {
  trial: 'dot',
  censored: 'arrow',
  falseAlarm: 'triangle',
  survived: 'ring',
  miss: 'dot',
};

function Sample({ of }: { readonly of: StripKey }) {
  if (of === 'band') return <rect className={plotStyles.band} x="-9" y="-6" width="18" height="12" />;
  if (of === 'trialBand') return <rect className={plotStyles.span} x="-9" y="-1.5" width="18" height="3" />;
  if (of === 'faultEnds') return <line className={plotStyles.ends} y1="-8" y2="8" />;
  return (
    <>
      <Mark shape={shapes[marks[of] ?? 'dot']} x={0} y={0} />
      {of === 'miss' && <Mark shape={shapes.halo} x={0} y={0} />}
    </>
  );
}
