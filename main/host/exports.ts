/** Experiments as files, for the view to save. */
import type { Host } from '#contract/wire/host.ts';
import { HalfopenError } from '#model/error.ts';
import { cannot, noPdf } from './abilities.ts';
import type { ThreadedHistory } from './history-thread/index.ts';

export type PrintPdf = (html: string) => Promise<Uint8Array>;

export function createExports(history: ThreadedHistory, pdf: PrintPdf | undefined): Pick<Host, 'history.export'> {
  return {
    'history.export': async ({ id, format, language }) => {
      if (format !== 'pdf') return history.ask('file', { id, format, language });
      if (pdf === undefined) throw cannot('no-pdf', noPdf);
      const { name, text } = await history.ask('text', { id, format: 'html', language });
      const bytes = await printed(text, pdf);
      return {
        name: name.replace(/html$/, 'pdf'),
        mime: 'application/pdf',
        base64: Buffer.from(bytes).toString('base64'),
      };
    },
  };
}

async function printed(html: string, pdf: PrintPdf): Promise<Uint8Array> {
  try {
    return await pdf(html);
  } catch (error) {
    if (error instanceof HalfopenError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const message = `The report could not be printed: ${why}.`;
    throw new HalfopenError({ code: 'pdf-failed', fault: 'machine', message, hint: noPdf.fix }, error);
  }
}
