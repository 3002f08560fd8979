/** lint. */
import type { OptionValues } from 'commander';
import { languageOption } from '../terminal/language-option.ts';
import type { LintOptions } from '../options.ts';
import type { CommandFrame } from '../frame.ts';
import { settingOptions } from '../terminal/setting-flags.ts';
import { decimalValue } from '../terminal/values.ts';
import { detectorPart } from '#model/detectors/index.ts';

export function addLint({ root, handlers, finish, signal, language }: CommandFrame): void {
  const command = root
    .command('lint')
    .summary('what a heartbeat does when it matters')
    .description(
      'Measures four questions about a heartbeat: does traffic put it off and hide a dead direction, does a PONG behind ' +
        'bulk data look like death, does a PONG to an older PING count, what does a frozen peer do? Ends with exit code 1 ' +
        'when an answer fails.',
    )
    .argument('[settings...]', "the heartbeat: 'heartbeat idle=10s interval=3s tries=3'; or by options")
    .optionsGroup('Heartbeat:');
  for (const option of settingOptions([detectorPart('heartbeat')])) command.addOption(option);
  command
    .optionsGroup('Options:')
    .option('--scale <n>', 'divide every time by this, to be quicker', decimalValue(1, 1000), 1)
    .option('--json', 'findings as JSON')
    .option('--db <file>', 'keep the history in this file')
    .option('--no-history', 'leave no trace in the history')
    .addOption(languageOption(language))
    .option('-q, --quiet', 'no live progress')
    .addHelpText(
      'after',
      `
Examples:
  halfopen lint 'heartbeat idle=10s interval=3s tries=3' --scale 10
  halfopen lint --idle 1s --interval 1s --tries 3 --activity traffic
  halfopen lint 'phi-accrual interval=500ms threshold=8'`,
    )
    .action((words: readonly string[], flags: OptionValues) =>
      finish(handlers.lint(lintOptions(words, flags, signal))),
    );
}

function lintOptions(words: readonly string[], flags: OptionValues, signal: AbortSignal): LintOptions {
  const { scale, json, db, history, lang, quiet, ...settings } = flags;
  return {
    words: words.flatMap((word) => word.split(/[\s,]+/)).filter((word) => word !== ''),
    flags: settings,
    scale: scale as number,
    json: json === true,
    history: history as boolean,
    lang: lang as LintOptions['lang'],
    quiet: quiet === true,
    signal,
    ...(db === undefined ? {} : { db: db as string }),
  };
}
