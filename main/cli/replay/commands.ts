/** replay. */
import { Option } from 'commander';
import { traceUnits } from '#contract/experiment/trace-file.ts';
import type { TraceUnit } from '#contract/experiment/trace-file.ts';
import type { CommandFrame } from '../frame.ts';

interface ReplayFlags {
  readonly detector?: readonly string[];
  readonly detectors?: string;
  readonly unit?: TraceUnit;
  readonly json?: string;
  readonly db?: string;
}

const collected = (line: string, before: readonly string[] = []): readonly string[] => [...before, line];

export function addReplay({ root, handlers, finish }: CommandFrame): void {
  root
    .command('replay')
    .summary('replay recorded heartbeats through detectors')
    .description(
      'Replays recorded arrivals of heartbeats through detectors in virtual time, and prints how well each would have ' +
        'done. Without --detector and --detectors it chooses detectors that fit the pace of the trace.',
    )
    .argument(
      '<trace>',
      'CSV file with a column time_s, time_ms or time_us; - for standard input; or ID:TRIAL of a saved experiment',
    )
    .optionsGroup('Detectors:')
    .option(
      '--detector <settings>',
      'a detector, such as "phi-accrual interval=1s threshold=8"; can be repeated',
      collected,
    )
    .option('--detectors <file>', 'a file of detectors: a list or an experiment, in YAML or JSON')
    .optionsGroup('Options:')
    .addOption(new Option('--unit <unit>', 'unit of the times, if the file does not say it').choices(traceUnits))
    .option('--json <file>', 'write the result as JSON (halfopen.replay/1); - for standard output')
    .option('--db <file>', 'use this history file')
    .addHelpText(
      'after',
      `
T_D: time to detect the death. T_MR: time from one mistake to the next.
T_M: how long a mistake lasts. P_A: probability that the detector's output is correct.
Brackets are 95 % confidence intervals: Garwood for rates, Wilson for shares.

Examples:
  halfopen replay arrivals.csv
  halfopen replay arrivals.csv --detector 'phi-accrual interval=1s threshold=8' --detector 'k-of-n interval=1s slack=500ms k=2 n=4'
  halfopen replay 01kb3aaaaa:12 --detectors my.yaml --json -`,
    )
    .action((trace: string, { detector = [], detectors, unit, json, db }: ReplayFlags) =>
      finish(
        handlers.replay({
          trace,
          lines: detector,
          file: detectors ?? null,
          unit: unit ?? null,
          ...(json === undefined ? {} : { json }),
          ...(db === undefined ? {} : { db }),
        }),
      ),
    );
}
