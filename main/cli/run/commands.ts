/** run, presets, predict, capabilities; replay is in a file of its own. */
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
  'in virtual time, on a model of the Linux kernel: hours take milliseconds, and nothing is measured',
).conflicts(['capture', 'allowFirewall']);

function addRun({ root, handlers, finish, signal, language }: CommandFrame): void {
  root
    .command('run')
    .summary('run an experiment on real sockets of this machine')
    .description('Runs an experiment on real sockets of this machine, shows the table and keeps the result.')
    .argument('[file-or-preset]', 'experiment file (YAML or JSON), or the name of a preset', defaultPreset)
    .optionsGroup('Where it runs:')
    .addOption(simulateOption)
    .optionsGroup('What comes out:')
    .option('--json <file>', 'write the result as JSON (halfopen.experiment/1)')
    .option('--report <file.html>', 'write the report there instead of beside the history')
    .option('--no-report', 'write no report')
    .option('--md <file>', 'write a short report in Markdown')
    .option('--capture <folder>', 'write what goes over private networks there, for Wireshark (pcapng)')
    .option('--db <file>', 'keep the history in this file')
    .option('--no-history', 'leave no trace in the history')
    .addOption(languageOption(language))
    .option('-q, --quiet', 'no live progress')
    .optionsGroup('Instead of what the file says:')
    .option('--repeats <n>', 'trials per cell', wholeValue(1, 1000))
    .option('--seed <n>', 'the same seed draws the same fault instants', wholeValue(0, 2_147_483_647))
    .option('--deadline <duration>', 'how long after a fault to wait for a verdict, such as 20s', durationValue)
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
    .summary('ready-made experiments')
    .description('Lists the ready-made experiments, or prints one as a file to start from.');
  presets
    .command('list')
    .description('what there is and what it shows')
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
  ['--interval <duration>', 'keepalive, heartbeat, oob, write-probe, phi-accrual, k-of-n: between probes'],
  ['--user-timeout <duration>', 'keepalive: TCP_USER_TIMEOUT beside it'],
  ['--timeout <duration>', 'user-timeout: TCP_USER_TIMEOUT alone; learned-heartbeat: how long an answer may take'],
  ['--every <duration>', 'tcp-info, oob, receive-deadline: how often it looks'],
  ['--silence <duration>', 'tcp-info, oob: how long without acknowledgement is too long'],
  ['--slack <duration>', 'receive-deadline, k-of-n: how much later is still in time'],
  ['--rule <rule>', 'tcp-info: state or unacked'],
  ['--from <end>', 'heartbeat: client, server or both'],
  ['--frame <format>', 'heartbeat: classic or compact'],
  ['--activity <what>', 'heartbeat: what puts a PING off: fresh, received or traffic'],
  ['--min-deviation <duration>', 'phi-accrual: least deviation that is believed'],
  ['--pause <duration>', 'phi-accrual: silence that is acceptable on top of the mean'],
  ['--first-estimate <duration>', 'phi-accrual: what gaps are expected to be before any was seen'],
  ['--min-tx <duration>', 'bfd: desired min tx interval of this end'],
  ['--min-rx <duration>', 'bfd: required min rx interval of this end'],
  ['--peer-min-tx <duration>', 'bfd: desired min tx interval of the peer'],
  ['--peer-min-rx <duration>', 'bfd: required min rx interval of the peer'],
  ['--start <duration>', 'learned-heartbeat: the first interval'],
  ['--max <duration>', 'learned-heartbeat: the longest interval'],
  ['--step <duration>', 'learned-heartbeat: added to an interval that held'],
  ['--margin <duration>', 'learned-heartbeat: how far below the longest that held it settles'],
] as const;

const detectorNumbers = [
  ['--count <n>', 'keepalive: unanswered probes until it gives up', wholeValue(1, 127)],
  ['--tries <n>', 'heartbeat, learned-heartbeat: unanswered PINGs until it gives up', wholeValue(1, 1000)],
  ['--threshold <phi>', 'phi-accrual: suspicion that counts as death', decimalValue(0.5, 100)],
  ['--window <n>', 'phi-accrual: gaps that are remembered', wholeValue(1, 10_000)],
  ['--k <n>', 'k-of-n: missed heartbeats that mean dead', wholeValue(1, 1000)],
  ['--n <n>', 'k-of-n: the last heartbeats that are looked at', wholeValue(1, 1000)],
  ['--multiplier <n>', 'bfd: detect multiplier', wholeValue(1, 255)],
  ['--factor <n>', 'learned-heartbeat: what an interval that held is multiplied by', decimalValue(1, 10)],
] as const;

function addPredict({ root, handlers, finish }: CommandFrame): void {
  const command = root
    .command('predict')
    .summary('what theory says, without running anything')
    .description(
      'Prints closed forms: for one detector, for all cells of an experiment, or, without arguments, ' +
        'for the keepalive defaults of Linux, macOS and Windows side by side.',
    )
    .argument('[detector-or-file]', 'kind of detector such as keepalive; or an experiment file or preset')
    .optionsGroup('Settings of the detector:');
  for (const [flags, description] of detectorFlags) command.option(flags, description);
  for (const [flags, description, read] of detectorNumbers) command.option(flags, description, read);
  command
    .optionsGroup('Situation:')
    .option('--fault <fault>', 'only this fault, such as blackhole, blackhole:to-peer, outage:2s or reboot:2s')
    .addOption(new Option('--traffic <traffic>', 'only with this traffic').choices([...traffics]))
    .addOption(new Option('--os <system>', 'whose kernel; this one by default').choices(predictedSystems))
    .optionsGroup('Options:')
    .option('--json', 'as JSON')
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
    .summary('what this machine can do, and why not')
    .description('Tries what experiments need, and says what works here, what does not, why, and what would help.')
    .option('--json', 'as JSON')
    .option(...firewallOption)
    .action(({ json, allowFirewall }: { json?: true; allowFirewall?: true }) =>
      finish(handlers.capabilities({ json: json === true, allowFirewall: allowFirewall === true })),
    );
}
