/** A fault that no verdict came of: how long it lasted, and when the verdict would have been due. */
import { useWords } from '../../../app-context.tsx';
import { predictionText } from '../session-texts.ts';
import { faultLabel } from '#model/faults/index.ts';
import { predictionInForce } from '#model/live/fault-outcome.ts';
import type { SessionRow, Struck } from '#model/live/live.ts';
import { msBetween } from '#model/time.ts';
import { duration } from '#report/text/numbers.ts';

export function PastFault({ row, struck }: { readonly row: SessionRow; readonly struck: Struck }) {
  const { sessions: say } = useWords();
  const { fault, began, ended, prediction } = struck;
  const over = ended?.from ?? row.endedAt;
  if (over === null) return null;
  const due = predictionInForce(row) === null ? say.wasDueAfter : say.dueAfter;
  const [name, lasted] = [faultLabel(fault), duration(msBetween(began.from, over))];
  return (
    <p role="status">
      {ended === null ? say.undetected(name, lasted) : say.healedAfter(name, lasted)}
      {prediction?.kind === 'interval' && <span className="mute"> {due(predictionText(prediction, say))}</span>}
    </p>
  );
}
