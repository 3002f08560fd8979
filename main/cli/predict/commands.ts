/** predict. */
import { Option } from 'commander';
import type { OptionValues } from 'commander';
import type { PredictOptions } from '../options.ts';
import { predictedSystems } from '../options.ts';
import type { CommandFrame } from '../frame.ts';
import { detectorParts } from '#model/detectors/index.ts';
import { traffics } from '#model/traffic.ts';
import { faultSyntax, settingOptions } from '../terminal/setting-flags.ts';

export function addPredict({ root, handlers, finish }: CommandFrame): void {
  const command = root
    .command('predict')
    .summary('predict detection times without running anything')
    .description(
      'Predicts detection times with closed-form formulas: for one detector, for every cell of an experiment, or, without ' +
        'arguments, for the keepalive defaults of Linux, macOS and Windows.',
    )
    .argument('[detector-or-file]', 'kind of detector (such as keepalive), experiment file or preset')
    .optionsGroup('Detector settings:');
  for (const option of settingOptions(detectorParts)) command.addOption(option);
  command
    .optionsGroup('Situation:')
    .option('--fault <fault>', `only this fault: ${faultSyntax}`)
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
