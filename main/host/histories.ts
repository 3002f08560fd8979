/** The history as the contract has it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '#contract/host.ts';
import { HalfopenError } from '#model/error.ts';
import { exportBundle, importBundle } from '#recorder';
import type { History } from '#recorder';
import { renderReport } from '#report';
import type { ReportFormat } from '#report';

export type HistoriesHost = Pick<Host, Extract<keyof Host, `history.${string}` | `preferences.${string}`>>;

export interface HistoriesParts {
  readonly history: History;
  /** Makes a PDF of a page; absent where nothing can. */
  readonly pdf?: (html: string) => Promise<Uint8Array>;
}

/** Quick enough for a table that someone looks at while another program measures. */
const lookEveryMs = 400;

const mimes: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
};

export function createHistories({ history, pdf }: HistoriesParts): HistoriesHost {
  return {
    'history.page': async (query) => history.page(query),
    'history.get': async ({ id }) => history.get(id),
    'history.change': async ({ ids, change }) => done(history.change(ids, change)),
    'history.delete': async ({ ids }) => done(history.hide(ids)),
    'history.restore': async ({ ids }) => done(history.show(ids)),
    async 'history.import'({ name, text }) {
      const { taken, known } = importBundle(history, text, name);
      return { ids: [...taken], alreadyThere: known.length };
    },
    async 'history.export'({ id, format, language }) {
      if (format === 'bundle') {
        const text = exportBundle(history, [id]);
        return file(`halfopen-${id}.json`, 'application/json', Buffer.from(text));
      }
      const result = history.get(id);
      const name = `${fileName(result.name)}-${result.startedAt.slice(0, 10)}`;
      if (format !== 'pdf')
        return file(`${name}.${format}`, mimes[format], Buffer.from(renderReport(result, format, language)));
      if (pdf === undefined) throw noPdf();
      return file(`${name}.pdf`, 'application/pdf', Buffer.from(await pdf(renderReport(result, 'html', language))));
    },
    'history.changes': (_, signal) => changes(history, signal),
    'preferences.get': async () => history.preferences(),
    async 'preferences.set'(change) {
      history.setPreferences(change);
      return history.preferences();
    },
  };
}

async function* changes(history: History, signal: AbortSignal) {
  let seen: string | null = null;
  let revision = 0;
  while (!signal.aborted) {
    const now = history.revision();
    if (now !== seen) {
      revision += 1;
      yield { revision };
    }
    seen = now;
    await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

const done = (_: void): null => null;

const file = (name: string, mime: string, bytes: Buffer) => ({ name, mime, base64: bytes.toString('base64') });

/** Letters and digits of any script; nothing that a file system or a shell would mind. */
function fileName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 60) || 'experiment';
}

export const pdfRemedy = 'Export the report as HTML, open it, and print it to a PDF.';
const noPdf = (): HalfopenError =>
  new HalfopenError({
    code: 'no-pdf',
    fault: 'machine',
    message: 'This host cannot make a PDF: only the desktop window can.',
    hint: pdfRemedy,
  });
