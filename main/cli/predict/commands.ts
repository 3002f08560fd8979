/** predict. */
import { Option } from 'commander';
import type { OptionValues } from 'commander';
import type { PredictOptions } from '../options.ts';
import { predictedSystems } from '../options.ts';
import type { CommandFrame } from '../frame.ts';
import { traffics } from '#model/traffic.ts';
import { decimalValue, wholeValue } from '../terminal/values.ts';

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

export function addPredict({ root, handlers, finish }: CommandFrame): void {
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
