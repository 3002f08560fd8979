/** run, presets, predict, capabilities. */
import { Option } from 'commander';
import type { OptionValues } from 'commander';
import { addLint } from '../lint/commands.ts';
import { languageOption } from '../terminal/language-option.ts';
import type { Language, PredictOptions, RunOptions } from '../options.ts';
import { predictedSystems } from '../options.ts';
import { defaultPreset } from '#contract/experiment/default-preset.ts';
import { addReplay } from '../replay/commands.ts';
import type { CommandFrame } from '../frame.ts';
import { traffics } from '#model/traffic.ts';
import { decimalValue, durationValue, firewallOption, wholeValue } from '../terminal/values.ts';

export function addExperimentCommands(frame: CommandFrame): void {
  frame.root.commandsGroup('Experiments:');
  addRun(frame);
  addPresets(frame);
  addLint(frame);
  addPredict(frame);
  addReplay(frame);
  addCapabilities(frame);
}

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

function addRun({ root, handlers, finish, signal, language }: CommandFrame): void {
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

function addPresets({ root, handlers, finish, language }: CommandFrame): void {
  const presets = root
    .command('presets')
    .summary('list or print ready-made experiments')
    .description('Lists the ready-made experiments, or prints the file of one, to copy and edit.');
  presets
    .command('list')
    .description('list all presets and what they show')
    .addOption(languageOption(language))
    .action((options: { lang: Language }) => finish(handlers.showPresets(options)));
  presets
    .command('show')
    .description('print the file of a preset')
    .argument('<name>', 'name of the preset')
    .action((name: string) => finish(handlers.showPreset(name)));
}

const detectorFlags = [
  ['--idle <duration>', 'keepalive, heartbeat: silence before the first probe'],
  ['--interval <duration>', 'keepalive, heartbeat, oob, write-probe, phi-accrual, k-of-n: time between probes'],
  ['--user-timeout <duration>', 'keepalive: set TCP_USER_TIMEOUT as well'],
  ['--timeout <duration>', 'user-timeout: TCP_USER_TIMEOUT; learned-heartbeat: how long an answer may take'],
  ['--every <duration>', 'tcp-info, oob: time between polls; receive-deadline: time between messages of the peer'],
  ['--silence <duration>', 'tcp-info, oob: how long acknowledgements may be missing'],
  ['--slack <duration>', 'receive-deadline, k-of-n: how late a message may be'],
  ['--rule <rule>', 'tcp-info: state or unacked'],
  ['--from <end>', 'heartbeat: who sends PING: client, server or both'],
  ['--frame <format>', 'heartbeat: frame format, classic or compact'],
  ['--activity <what>', 'heartbeat: what postpones a PING: fresh, received or traffic'],
  ['--min-deviation <duration>', 'phi-accrual: lower limit of the standard deviation'],
  ['--pause <duration>', 'phi-accrual: acceptable silence on top of the mean gap'],
  ['--first-estimate <duration>', 'phi-accrual: expected gap before any was measured'],
  ['--min-tx <duration>', 'bfd: Desired Min TX Interval of this end'],
  ['--min-rx <duration>', 'bfd: Required Min RX Interval of this end'],
  ['--peer-min-tx <duration>', 'bfd: Desired Min TX Interval of the peer'],
  ['--peer-min-rx <duration>', 'bfd: Required Min RX Interval of the peer'],
  ['--start <duration>', 'learned-heartbeat: first interval'],
  ['--max <duration>', 'learned-heartbeat: longest interval'],
  ['--step <duration>', 'learned-heartbeat: how much to add to an interval that worked'],
  ['--margin <duration>', 'learned-heartbeat: how far to stay below the longest interval that worked'],
] as const;

const detectorNumbers = [
  ['--count <n>', 'keepalive: unanswered probes until the kernel gives up', wholeValue(1, 127)],
  [
    '--tries <n>',
    'heartbeat, learned-heartbeat: unanswered PINGs until the peer is declared dead',
    wholeValue(1, 1000),
  ],
  ['--threshold <phi>', 'phi-accrual: value of phi at which the peer is declared dead', decimalValue(0.5, 100)],
  ['--window <n>', 'phi-accrual: number of gaps to remember', wholeValue(1, 10_000)],
  ['--k <n>', 'k-of-n: missed heartbeats until the peer is declared dead', wholeValue(1, 1000)],
  ['--n <n>', 'k-of-n: number of latest heartbeats to count them in', wholeValue(1, 1000)],
  ['--multiplier <n>', 'bfd: Detect Mult', wholeValue(1, 255)],
  ['--factor <n>', 'learned-heartbeat: factor for an interval that worked', decimalValue(1, 10)],
] as const;

function addPredict({ root, handlers, finish }: CommandFrame): void {
  const command = root
    .command('predict')
    .summary('predict detection times without running anything')
    .description(
      'Predicts detection times with closed-form formulas: for one detector, for every cell of an experiment, or, without ' +
        'arguments, for the keepalive defaults of Linux, macOS and Windows.',
    )
    .argument('[detector-or-file]', 'kind of detector (such as keepalive), experiment file or preset')
    .optionsGroup('Detector settings:');
  for (const [flags, description] of detectorFlags) command.option(flags, description);
  for (const [flags, description, read] of detectorNumbers) command.option(flags, description, read);
  command
    .optionsGroup('Situation:')
    .option('--fault <fault>', 'only this fault, such as blackhole, blackhole:to-peer, outage:2s or reboot:2s')
    .addOption(new Option('--traffic <traffic>', 'only this traffic').choices([...traffics]))
    .addOption(new Option('--os <system>', "whose kernel; by default this machine's").choices(predictedSystems))
    .optionsGroup('Options:')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  halfopen predict
  halfopen predict keepalive --idle 60s --interval 10s --count 6 --fault blackhole --os all
  halfopen predict heartbeat --idle 10s --interval 3s --tries 3
  halfopen predict classic`,
    )
    .action((target: string | undefined, flags: OptionValues) =>
      finish(handlers.predict(predictOptions(target, flags))),
    );
}

function predictOptions(target: string | undefined, flags: OptionValues): PredictOptions {
  const { fault, traffic, os, json, ...settings } = flags;
  return {
    target: target ?? null,
    settings,
    fault: (fault as string | undefined) ?? null,
    traffic: (traffic as PredictOptions['traffic'] | undefined) ?? null,
    os: (os as PredictOptions['os'] | undefined) ?? null,
    json: json === true,
  };
}

function addCapabilities({ root, handlers, finish }: CommandFrame): void {
  root
    .command('capabilities')
    .summary('show what works on this machine')
    .description(
      'Tests what experiments need on this machine. Prints what works, what does not, the reason and the fix.',
    )
    .option('--json', 'print JSON')
    .option(...firewallOption)
    .action(({ json, allowFirewall }: { json?: true; allowFirewall?: true }) =>
      finish(handlers.capabilities({ json: json === true, allowFirewall: allowFirewall === true })),
    );
}
