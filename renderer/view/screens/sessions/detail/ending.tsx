/** How a session ended that no fault explains: its error, or the verdict of its detector. */
import { useReportWords, useWords } from '../../../app-context.tsx';
import { ErrorNotice } from '../../../parts/error-notice.tsx';
import { sessionWordsIn } from '../session-words.ts';
import { HalfopenError } from '#model/error.ts';
import type { SessionRow } from '#model/live/live.ts';
import { verdictText } from '#report/text/cell-text.ts';

export function Ending({ row: { error, verdict, struck } }: { readonly row: SessionRow }) {
  const { sessions: say, frame } = useWords();
  const words = useReportWords();
  if (error !== null) return <ErrorNotice error={new HalfopenError(error)} />;
  if (verdict === null) return null;
  const text = verdictText(verdict, words);
  const { headline } = sessionWordsIn(words);
  return (
    <p role="status">{struck === null ? headline.unasked(text) : `${say.columns.verdict}${frame.colon}${text}`}</p>
  );
}
