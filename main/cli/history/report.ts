import { writeFileSync } from 'node:fs';
import type { ReportOptions } from '../options.ts';
import { exitCodes } from '#model/error.ts';
import { defaultHistoryPath, readHistory } from '#recorder';
import { renderReport } from '#report';

/** `halfopen report ID`: a saved experiment in another form, to a file or to standard output. */
export function writeReport({ id, format, output, db, lang }: ReportOptions): Promise<number> {
  const history = readHistory(db ?? defaultHistoryPath());
  try {
    const text = renderReport(history.get(id), format, lang);
    if (output === undefined) process.stdout.write(text);
    else writeFileSync(output, text);
  } finally {
    history.close();
  }
  return Promise.resolve(exitCodes.done);
}
