/** history and report: what was measured before. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { languageOption } from '../terminal/language-option.ts';
import { reportFormats } from '../options.ts';
import type { Language, ReportFormat } from '../options.ts';
import type { CommandFrame } from '../frame.ts';

interface HistoryFlags {
  readonly db?: string;
  readonly json?: true;
}

export function addHistoryCommands(frame: CommandFrame): void {
  frame.root.commandsGroup('History:');
  const history = frame.root
    .command('history')
    .summary('saved experiments: list, show, compare, export, import, delete')
    .description('Every experiment is kept. An ID may be cut short as long as it is clear which one is meant.')
    .usage('[command] [options]');
  addReading(history, frame);
  addMoving(history, frame);
  addReport(frame);
}

function addReading(history: Command, { handlers, finish }: CommandFrame): void {
  withDb(history.command('list').description('the latest first'))
    .option('--json', 'as JSON')
    .action((flags: HistoryFlags) =>
      finish(handlers.history({ action: 'list', json: flags.json === true, ...db(flags) })),
    );
  withDb(history.command('show').description('the table of one experiment').argument('<id>'))
    .option('--json', 'as JSON (halfopen.experiment/1)')
    .action((id: string, flags: HistoryFlags) =>
      finish(handlers.history({ action: 'show', id, json: flags.json === true, ...db(flags) })),
    );
  withDb(history.command('compare').description('two experiments, cell by cell').argument('<id>').argument('<other>'))
    .option('--json', 'as JSON')
    .action((left: string, right: string, flags: HistoryFlags) =>
      finish(handlers.history({ action: 'compare', left, right, json: flags.json === true, ...db(flags) })),
    );
}

function addMoving(history: Command, { handlers, finish }: CommandFrame): void {
  withDb(history.command('export').description('one experiment with all its events').argument('<id>'))
    .option('-o, --output <file>', 'instead of standard output')
    .action((id: string, flags: HistoryFlags & { readonly output?: string }) => {
      const file = flags.output === undefined ? {} : { file: flags.output };
      return finish(handlers.history({ action: 'export', id, ...file, ...db(flags) }));
    });
  withDb(history.command('import').description('take in what export wrote').argument('<file>')).action(
    (file: string, flags: HistoryFlags) => finish(handlers.history({ action: 'import', file, ...db(flags) })),
  );
  withDb(history.command('delete').description('forget one experiment').argument('<id>')).action(
    (id: string, flags: HistoryFlags) => finish(handlers.history({ action: 'delete', id, ...db(flags) })),
  );
}

function addReport({ root, handlers, finish, language }: CommandFrame): void {
  interface ReportFlags extends HistoryFlags {
    readonly format: ReportFormat;
    readonly output?: string;
    readonly lang: Language;
  }
  withDb(
    root
      .command('report')
      .summary('a saved experiment as HTML, CSV, JSON or Markdown')
      .description('Writes a saved experiment as a report.')
      .argument('<id>', 'from halfopen history'),
  )
    .addOption(new Option('--format <format>', 'how').choices(reportFormats).default('html'))
    .option('-o, --output <file>', 'instead of standard output')
    .addOption(languageOption(language))
    .addHelpText(
      'after',
      `
Examples:
  halfopen report 3f2a -o report.html
  halfopen report 3f2a --format csv > trials.csv`,
    )
    .action((id: string, flags: ReportFlags) => {
      const output = flags.output === undefined ? {} : { output: flags.output };
      return finish(handlers.report({ id, format: flags.format, lang: flags.lang, ...output, ...db(flags) }));
    });
}

const withDb = (command: Command): Command => command.option('--db <file>', 'the history is in this file');

function db(flags: HistoryFlags): { readonly db?: string } {
  return flags.db === undefined ? {} : { db: flags.db };
}
