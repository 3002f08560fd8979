/** A plan written as the experiment file that gives it back: `halfopen run` reads what this writes. */
import { shortDuration } from '#model/duration.ts';
import type { Expectation, Plan, Story, StoryText } from '#model/plan/plan.ts';
import { escapeUnprintable } from './clean.ts';

const isTime = (metric: Expectation['metric']): boolean => metric === 'p50' || metric === 'p95' || metric === 'max';

/** `99.5%`: shares of experiment files, without the dust of binary fractions. */
const fileShare = (share: number): string => `${Number((share * 100).toFixed(6))}%`;

/* Plain where YAML 1.2 and 1.1 both read a string; quoted as JSON otherwise, which YAML reads too. */
const plain = /^[a-z][a-z0-9-]*$/;
const reserved = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return plain.test(value) && !reserved.has(value) ? value : escapeUnprintable(JSON.stringify(value));
}

/** `{ kind: keepalive, idle: 1s, count: 3 }`: milliseconds lose their suffix and become durations. */
function flow(record: object): string {
  const entries = Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      key.endsWith('Ms') && typeof value === 'number'
        ? `${key.slice(0, -2)}: ${shortDuration(value)}`
        : `${key}: ${scalar(value)}`,
    );
  return `{ ${entries.join(', ')} }`;
}

const list = (name: string, items: readonly object[]): string =>
  items.length === 0 ? `${name}: []` : [`${name}:`, ...items.map((item) => `  - ${flow(item)}`)].join('\n');

const phase = (of: Plan['phase']): string => (of.kind === 'random' || of.offsetMs === 0 ? of.kind : flow(of));

/** Prose is always quoted: it may hold anything. */
function story({ en, zh, sources }: Story): string {
  const quoted = (text: string): string => escapeUnprintable(JSON.stringify(text));
  const told = (language: string, text: StoryText): string[] => [
    `  ${language}:`,
    ...Object.entries(text).flatMap(([key, value]) => (value === undefined ? [] : [`    ${key}: ${quoted(value)}`])),
  ];
  return [
    'story:',
    ...told('en', en),
    ...(zh === undefined ? [] : told('zh', zh)),
    ...(sources.length === 0 ? [] : ['  sources:', ...sources.map((source) => `    - ${quoted(source)}`)]),
  ].join('\n');
}

export function planFile(plan: Plan): string {
  const expectations = plan.expect.map(({ role, detector, fault, traffic, metric, comparison, value }) => ({
    role,
    detector,
    fault,
    traffic,
    [metric]: `${comparison} ${isTime(metric) ? shortDuration(value) : fileShare(value)}`,
  }));
  return [
    `version: ${plan.version}`,
    `name: ${scalar(plan.name)}`,
    `deadline: ${shortDuration(plan.deadlineMs)}`,
    `repeats: ${plan.repeats}`,
    `phase: ${phase(plan.phase)}`,
    `seed: ${plan.seed}`,
    list('detectors', plan.detectors),
    list('faults', plan.faults),
    `traffic: [${plan.traffic.join(', ')}]`,
    ...(expectations.length === 0 ? [] : [list('expect', expectations)]),
    ...(plan.story === undefined ? [] : [story(plan.story)]),
    '',
  ].join('\n');
}
