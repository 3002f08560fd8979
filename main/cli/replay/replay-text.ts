/** A replay as text for people. */
import type { whyNotReplayed } from '#model/replay/replay.ts';
import type { ReplayResult } from '#model/replay/result.ts';
import { count, duration } from '#report/text/numbers.ts';
import { qualityText } from '#report/facts/quality.ts';
import { alignColumns } from '../terminal/columns.ts';
import { speaksUnicode, tableStyle } from '../run/table-style.ts';
import { terminal } from '../terminal/terminal.ts';

const titles = ['', 'T_D', 'mistakes', 'per hour [95 %]', 'T_MR', 'T_M', 'P_A [95 %]'] as const;

export function replayAsText({ trace, detectors, refused }: ReplayResult): string {
  const { color } = terminal(process.stdout);
  const style = tableStyle({ color, unicode: speaksUnicode(process.env, process.platform) });
  const rows = detectors.map(({ detector, quality }) => {
    const text = qualityText(quality);
    return [
      detector.label,
      text.detection,
      text.mistakes,
      `${text.perHour} ${text.perHour95}`.trim(),
      text.recurrence,
      text.length,
      `${text.accuracy} ${text.accuracy95}`.trim(),
    ];
  });
  const [head = '', ...table] = alignColumns([[...titles], ...rows].map((row) => row.map(plain)))
    .trimEnd()
    .split('\n');
  const notes = refused.map(({ detector, why }) => `not replayed: ${detector.label}: ${whyRefused(why)}`);
  const parts = [[describe(trace)], detectors.length === 0 ? [] : [head, ...table], notes];
  const lines = parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : ['', ...part]));
  const shown = (line: string): string => (line === head ? style.bold(style.text(line)) : style.text(line));
  return lines.map((line) => `${shown(line)}\n`).join('');
}

function describe({ source, arrivals, spanMs, medianGapMs, longestGapMs, diedAtMs }: ReplayResult['trace']): string {
  const where =
    source.kind === 'file'
      ? source.file
      : `trial ${source.trial} of ${source.run} (${source.detector}, ${source.fault})`;
  const gaps = `median gap ${duration(medianGapMs)}, longest ${duration(longestGapMs)}`;
  const end =
    diedAtMs === null
      ? 'no death recorded, so T_D counts from the last arrival'
      : `the peer died at ${duration(diedAtMs)}`;
  return plain(`${where}: ${count(arrivals)} heartbeats in ${duration(spanMs)}, ${gaps}; ${end}`);
}

/** Lines are not broken here. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

export function whyRefused(why: ReturnType<typeof whyNotReplayed>): string {
  switch (why) {
    case 'asks-kernel':
      return 'it polls the kernel, and a trace has only arrivals';
    case 'makes-arrivals':
      return 'it decides when PINGs are sent, so other heartbeats would have arrived';
    case null:
      return 'it can be';
  }
}
