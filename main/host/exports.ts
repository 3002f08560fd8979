/** Experiments as files, for the view to save. */
import type { Host } from '#contract/wire/host.ts';
import { HalfopenError } from '#model/error.ts';
import { exportBundle } from '#recorder';
import type { History } from '#recorder';
import { experimentFileName, renderReport } from '#report';
import { cannot, noPdf } from './abilities.ts';

export type PrintPdf = (html: string) => Promise<Uint8Array>;

const mimes = {
  html: 'text/html',
  pdf: 'application/pdf',
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  bundle: 'application/json',
} as const;

export function createExports(history: History, pdf: PrintPdf | undefined): Pick<Host, 'history.export'> {
  return {
    'history.export': async ({ id, format, language }) => {
      if (format === 'pdf' && pdf === undefined) throw cannot('no-pdf', noPdf);
      const result = history.get(id);
      const render = async (): Promise<string | Uint8Array> => {
        if (format === 'bundle') return exportBundle(history, [result.id]);
        if (format !== 'pdf') return renderReport(result, format, language);
        return printed(renderReport(result, 'html', language), pdf);
      };
      const name = experimentFileName(result, format === 'bundle' ? 'halfopen' : format);
      return { name, mime: mimes[format], base64: Buffer.from(await render()).toString('base64') };
    },
  };
}

async function printed(html: string, pdf: PrintPdf | undefined): Promise<Uint8Array> {
  if (pdf === undefined) throw cannot('no-pdf', noPdf);
  try {
    return await pdf(html);
  } catch (error) {
    if (error instanceof HalfopenError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const message = `The report could not be printed: ${why}.`;
    throw new HalfopenError({ code: 'pdf-failed', fault: 'machine', message, hint: noPdf.fix }, error);
  }
}
