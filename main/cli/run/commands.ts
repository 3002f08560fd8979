/** run. */
import { Option } from 'commander';
import { languageOption } from '../terminal/language-option.ts';
import type { Language, RunOptions } from '../options.ts';
import { defaultPreset } from '#contract/experiment/default-preset.ts';
import type { CommandFrame } from '../frame.ts';
import { durationValue, firewallOption, wholeValue } from '../terminal/values.ts';

/** Every option of `run`, as commander names them. */
interface RunFlags {
  readonly json?: string;
  readonly report?: string | boolean;
  readonly md?: string;
  readonly capture?: string;
  readonly simulate?: true;
  readonly db?: string;
  readonly history: boolean;
  readonly repeats?: number;
  readonly seed?: number;
  readonly deadline?: number;
  readonly lang: Language;
  readonly quiet?: true;
  readonly allowFirewall?: true;
}

/** There are no packets to capture, and no firewall to ask. */
const simulateOption = new Option(
  '--simulate',
  'run in virtual time on a model of the Linux kernel: hours take milliseconds, nothing is measured',
).conflicts(['capture', 'allowFirewall']);

export function addRun({ root, handlers, finish, signal, language }: CommandFrame): void {
  root
    .command('run')
    .summary('run an experiment on real sockets')
    .description('Runs an experiment on real sockets on this machine, prints the results and saves them.')
    .argument('[file-or-preset]', 'experiment file (YAML or JSON), or name of a preset', defaultPreset)
    .optionsGroup('Simulation:')
    .addOption(simulateOption)
    .optionsGroup('Output:')
    .option('--json <file>', 'write the result as JSON (halfopen.experiment/1)')
    .option('--report <file.html>', 'write the HTML report to this file; by default it goes next to the history')
    .option('--no-report', 'write no report')
    .option('--md <file>', 'write a short report in Markdown')
    .option('--capture <folder>', 'write the packets of private networks to this folder, for Wireshark (pcapng)')
    .option('--db <file>', 'use this history file')
    .option('--no-history', 'save nothing in the history')
    .addOption(languageOption(language))
    .option('-q, --quiet', 'show no progress')
    .optionsGroup('Overrides:')
    .option('--repeats <n>', 'trials per cell', wholeValue(1, 1000))
    .option(
      '--seed <n>',
      'seed of the random fault times; the same seed gives the same times',
      wholeValue(0, 2_147_483_647),
    )
    .option('--deadline <duration>', 'how long to wait for a verdict after the fault, such as 20s', durationValue)
    .optionsGroup('Options:')
    .option(...firewallOption)
    .addHelpText(
      'after',
      `
Examples:
  halfopen run
  halfopen run quick --no-report
  halfopen run budget --json result.json && echo "still fast enough"
  halfopen run my.yaml --repeats 10 --seed 7
  halfopen run my.yaml --simulate --deadline 3h`,
    )
    .action((target: string, flags: RunFlags) => finish(handlers.run(runOptions(target, flags, signal))));
}

function runOptions(target: string, flags: RunFlags, signal: AbortSignal): RunOptions {
  const { json, md, capture, db, repeats, seed, deadline, report } = flags;
  return {
    target,
    signal,
    history: flags.history,
    lang: flags.lang,
    quiet: flags.quiet === true,
    simulate: flags.simulate === true,
    allowFirewall: flags.allowFirewall === true,
    ...(json === undefined ? {} : { json }),
    ...(md === undefined ? {} : { markdown: md }),
    ...(capture === undefined ? {} : { capture }),
    ...(db === undefined ? {} : { db }),
    ...(repeats === undefined ? {} : { repeats }),
    ...(seed === undefined ? {} : { seed }),
    ...(deadline === undefined ? {} : { deadlineMs: deadline }),
    // Commander sets true for the positive form of a negatable option that was not given.
    ...(typeof report === 'string' || report === false ? { report } : {}),
  };
}
