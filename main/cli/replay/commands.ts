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
    .summary('what detectors would have said of heartbeats that arrived once')
    .description(
      'Plays recorded arrivals of heartbeats through detectors in virtual time, and says how good each would have been. ' +
        'Without detectors it takes some that fit the pace of the trace.',
    )
    .argument(
      '<trace>',
      'CSV file with a column time_s, time_ms or time_us, - for standard input; or ID:TRIAL of a run',
    )
    .optionsGroup('What to replay it through:')
    .option('--detector <settings>', 'such as "phi-accrual interval=1s threshold=8"; may be repeated', collected)
    .option('--detectors <file>', 'those of a file: a list, or an experiment (YAML or JSON)')
    .optionsGroup('Options:')
    .addOption(new Option('--unit <unit>', 'of the times, where the file does not say it').choices(traceUnits))
    .option('--json <file>', 'write the result as JSON (halfopen.replay/1), - for standard output')
    .option('--db <file>', 'the history to take the run from')
    .addHelpText(
      'after',
      `
T_D: how long it took to notice the death. T_MR: from one mistake to the next.
T_M: how long a mistake lasts. P_A: share of the time that a query is answered rightly.
Intervals hold with 95 %: Garwood for rates, Wilson for shares.

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
