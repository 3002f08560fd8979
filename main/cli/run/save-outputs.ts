import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RunOptions } from '../options.ts';
import { HalfopenError } from '#model/error.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { defaultReportsFolder, fileOfOwner, folderOfOwner } from '#recorder';
import { experimentFileName, renderReport } from '#report';

type Outputs = Pick<RunOptions, 'json' | 'report' | 'markdown' | 'lang' | 'history'>;

/** Writes what was asked for and says where it is. One that fails does not keep the others from being written. */
export function saveOutputs(result: ExperimentResult, { json, report, markdown, lang, history }: Outputs): void {
  const wanted: { readonly file: string; readonly format: 'html' | 'json' | 'md'; readonly what: string }[] = [];
  if (report !== false) wanted.push({ file: report ?? defaultReportPath(result), format: 'html', what: 'report' });
  if (json !== undefined) wanted.push({ file: json, format: 'json', what: 'JSON' });
  if (markdown !== undefined) wanted.push({ file: markdown, format: 'md', what: 'Markdown' });
  if (history) process.stdout.write(`saved as ${result.id} (halfopen history show ${result.id.slice(0, 10)})\n`);
  const failures = wanted.flatMap(({ file, format, what }) => {
    try {
      const isDefault = dirname(file) === defaultReportsFolder();
      // A report that the user puts somewhere is for whomever that place is for.
      mkdirSync(dirname(resolve(file)), { recursive: true, ...(isDefault && { mode: folderOfOwner }) });
      writeFileSync(file, renderReport(result, format, lang), isDefault ? { mode: fileOfOwner } : {});
      process.stdout.write(`${what}: ${resolve(file)}\n`);
      return [];
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      return [{ file, errno: String(error.code) }];
    }
  });
  const [first] = failures;
  if (first !== undefined) throw notWritten(first, result.id);
}

const defaultReportPath = (result: ExperimentResult): string =>
  join(defaultReportsFolder(), experimentFileName(result, 'html'));

function notWritten({ file, errno }: { readonly file: string; readonly errno: string }, id: string): HalfopenError {
  return new HalfopenError({
    code: 'output-not-written',
    fault: 'input',
    message: `${file} could not be written (${errno}). The experiment itself is saved.`,
    hint: `Write it again with: halfopen report ${id} -o FILE`,
    given: file,
    errno,
  });
}
