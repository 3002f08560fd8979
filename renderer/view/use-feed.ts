import { useEffect, useState } from 'react';
import { useApp } from './app-context.tsx';

/** Grows whenever something in the history changed, by whomever. */
export function useHistoryRevision(): number {
  const { duties } = useApp();
  const [revision, setRevision] = useState(0);
  useEffect(
    () =>
      duties.whileOpen(async (client, signal) => {
        // The host counts from one again after a restart; here every item is news.
        let news = 0;
        for await (const { revision: told } of client.feed('history.changes', null, signal)) {
          news = told;
          setRevision((last) => last + Math.sign(news));
        }
      }),
    [duties],
  );
  return revision;
}
