/** Experiments and sessions as files, for the view to save. */
import type { LiveEvent, RecordedLiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { exportBundle } from '#recorder';
import type { History, SessionRecorder } from '#recorder';
import { experimentFileName, renderReport, renderSession, sessionFileName } from '#report';
import type { ReportFormat, ReportLanguage, SessionFormat } from '#report';

export interface TextFile {
  readonly name: string;
  readonly mime: string;
  readonly text: string;
}

/** As the contract has it. */
export interface EncodedFile extends Omit<TextFile, 'text'> {
  readonly base64: string;
}

export const encoded = ({ name, mime, text }: TextFile): EncodedFile => ({
  name,
  mime,
  base64: Buffer.from(text).toString('base64'),
});

const mimes = {
  html: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  bundle: 'application/json',
} as const satisfies Record<ReportFormat | 'bundle', string>;

export interface ExperimentFileQuery {
  readonly id: string;
  readonly format: ReportFormat | 'bundle';
  readonly language: ReportLanguage;
}

/** @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`. */
export function experimentFile(history: History, { id, format, language }: ExperimentFileQuery): TextFile {
  const result = history.get(id);
  const name = experimentFileName(result, format === 'bundle' ? 'halfopen' : format);
  const text = format === 'bundle' ? exportBundle(history, [result.id]) : renderReport(result, format, language);
  return { name, mime: mimes[format], text };
}

export interface SessionFileQuery {
  /** As it is on the table; null for a session of the history. */
  readonly row: SessionRow | null;
  readonly session: SessionId;
  readonly format: SessionFormat;
  readonly language: ReportLanguage;
}

/** Null when there is no such session. */
export function sessionFile(recorder: SessionRecorder, query: SessionFileQuery): TextFile | null {
  const { session, format, language } = query;
  const row = query.row ?? recorder.pastSession(session);
  if (row === null) return null;
  return {
    ...sessionFileName(row, format),
    text: renderSession({ row, events: allEvents(recorder, session) }, format, language),
  };
}

const eventsAtOnce = 5000;

function allEvents(recorder: SessionRecorder, session: SessionId): readonly LiveEvent[] {
  return [...pages(recorder, session)].flatMap((page) => page.map(({ event }) => event));
}

function* pages(recorder: SessionRecorder, session: SessionId): Generator<readonly RecordedLiveEvent[]> {
  for (let seq = 0; ;) {
    const page = recorder.sessionEventsAfter(session, seq, eventsAtOnce);
    if (page.length === 0) return;
    yield page;
    seq = page.at(-1)?.seq ?? seq;
  }
}
