/** The lines under `expect`: `{ detector: heartbeat, fault: freeze, p95: "<= 5s" }`. */
import { z } from 'zod';
import { traffics } from '#model/traffic.ts';
import { readDuration } from './duration.ts';
import { mapping, oneOf } from './file-values.ts';
import { comparisons, expectationData, shareMetrics, timeMetrics } from '../data/settings.ts';
import { detectorKinds } from '#model/detectors/index.ts';
import { roles } from '#model/detectors/role.ts';
import { faultKinds } from '#model/faults/index.ts';
import { shortDuration } from '#model/duration.ts';
import type { Expectation } from '#model/plan/plan.ts';

type Metric = Expectation['metric'];
type Bound = Pick<Expectation, 'comparison' | 'value'>;

const boundPattern = /^\s*(<=|>=|==|<|>)\s*(\S+)\s*$/;
const timeBound = 'a comparison with a duration: "<= 5s"';
const shareBound = 'a comparison with a percentage: ">= 99%"';

/** `<= 5s` or `>= 99%`, with the value in milliseconds or as a share; null when it is neither. */
function readBound(text: string, metric: Metric): Bound | null {
  const match = boundPattern.exec(text);
  const comparison = comparisons.find((candidate) => candidate === match?.[1]);
  if (comparison === undefined || match?.[2] === undefined) return null;
  const value = isTime(metric) ? readTime(match[2]) : readShare(match[2]);
  return value === null ? null : { comparison, value };
}

function readTime(text: string): number | null {
  const reading = readDuration(text);
  return reading.ok ? reading.ms : null;
}

function readShare(text: string): number | null {
  if (!/^\d{1,3}(\.\d{1,6})?%$/.test(text)) return null;
  // Not a division: 2.2 / 100 is 0.022000000000000002.
  const share = Number(`${text.slice(0, -1)}e-2`);
  return share <= 1 ? share : null;
}

function isTime(metric: Metric): boolean {
  return timeMetrics.some((candidate) => candidate === metric);
}

const bound = (metric: Metric, description: string) => {
  const error = isTime(metric) ? timeBound : shareBound;
  return z
    .string({ error })
    .refine((text) => readBound(text, metric) !== null, { error })
    .optional()
    .meta({ description });
};

const metrics = [...timeMetrics, ...shareMetrics];

const line = mapping(
  {
    detector: oneOf(detectorKinds, 'Only cells of this kind of detector').optional(),
    fault: oneOf(faultKinds, 'Only cells of this kind of fault').optional(),
    traffic: oneOf(traffics, 'Only cells with this traffic').optional(),
    role: oneOf(roles, 'Only cells of detectors with this role').optional(),
    p50: bound('p50', 'Median detection time; a trial without detection counts as endless'),
    p95: bound('p95', '95th percentile of detection time; a trial without detection counts as endless'),
    max: bound('max', 'Longest detection time; a trial without detection counts as endless'),
    detected: bound('detected', 'Share of valid trials whose fault was detected'),
    undetected: bound('undetected', 'Share of valid trials without a verdict by the deadline'),
    falseAlarms: bound('falseAlarms', 'Share of valid trials with a verdict although the peer lives'),
    survived: bound('survived', 'Share of valid trials that rightly ended without a verdict'),
    withinPrediction: bound('withinPrediction', 'Share of predicted trials that agree with their prediction'),
  },
  'What must hold over all trials of the cells it speaks of; exactly one measure per line',
);

/** One entry of `expect`. */
export const fileExpectation = z.codec(line, expectationData, {
  decode: (file, context) => {
    const named = metrics.filter((metric) => file[metric] !== undefined);
    const [metric] = named;
    const text = metric === undefined ? undefined : file[metric];
    const read = metric === undefined || text === undefined ? null : readBound(text, metric);
    if (named.length !== 1 || metric === undefined || text === undefined || read === null) {
      const message = `exactly one measure per line, of ${metrics.join(', ')}`;
      context.issues.push({ code: 'custom', input: named.length === 0 ? undefined : named.join(', '), message });
      return z.NEVER;
    }
    const { role, detector, fault, traffic } = file;
    const cells = {
      ...(role === undefined ? {} : { role }),
      ...(detector === undefined ? {} : { detector }),
      ...(fault === undefined ? {} : { fault }),
      ...(traffic === undefined ? {} : { traffic }),
    };
    return { ...cells, metric, ...read, text: describe(cells, metric, text) };
  },
  encode: ({ metric, comparison, value, text: _, ...cells }) => ({
    ...cells,
    [metric]: `${comparison} ${isTime(metric) ? shortDuration(value) : formatShare(value)}`,
  }),
});

/** Floating point shares are printed as they were typed: 0.07 * 100 is 7.000000000000001. */
function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`;
}

function describe(
  cells: Pick<Expectation, 'role' | 'detector' | 'fault' | 'traffic'>,
  metric: Metric,
  text: string,
): string {
  const scope = Object.entries(cells).map(([key, value]) => `${key}: ${value}`);
  return [...scope, `${metric}: ${text.trim()}`].join(', ');
}
