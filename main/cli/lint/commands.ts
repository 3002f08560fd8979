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
    .summary('measure how a heartbeat behaves under faults')
    .description(
      'Measures how a heartbeat behaves. Does traffic postpone its PINGs and hide a cut direction? Does a PONG queued behind ' +
        'bulk data look like a dead peer? Does a PONG to an older PING count? Does it detect a frozen peer? Exits with ' +
        'code 1 if a check fails.',
    )
    .argument(
      '[settings...]',
      "the heartbeat, such as 'heartbeat idle=10s interval=3s tries=3'; or use the options below",
    )
    .optionsGroup('Heartbeat:');
  for (const option of settingOptions([detectorPart('heartbeat')])) command.addOption(option);
  command
    .optionsGroup('Options:')
    .option('--scale <n>', 'divide every time by this number, for a faster run', decimalValue(1, 1000), 1)
    .option('--json', 'print the findings as JSON')
    .option('--db <file>', 'use this history file')
    .option('--no-history', 'save nothing in the history')
    .addOption(languageOption(language))
    .option('-q, --quiet', 'show no progress')
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
