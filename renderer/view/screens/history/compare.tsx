/** Two experiments side by side, with what differs marked. */
import { ArrowLeftRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useReportWords, useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useAsked } from '../../use-asked.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { Check } from '../../parts/check.tsx';
import { classNames } from '../../parts/class-names.ts';
import { Screen } from '../../parts/screen.tsx';
import { Sideways } from '../../parts/sideways/sideways.tsx';
import styles from './compare.module.css';
import tableStyles from './history-table.module.css';
import { useDateText } from '../../use-date-text.ts';
import { compareExperiments } from '#model/result/compare.ts';
import type { ComparedCell } from '#model/result/compare.ts';
import type { CellStats, ExperimentResult } from '#model/result/result.ts';
import { duration, setting } from '#report/text/numbers.ts';

export function Compare({ a, b }: { readonly a: string; readonly b: string }) {
  const left = useAsked('history.get', { id: a });
  const right = useAsked('history.get', { id: b });
  const error = left.error ?? right.error;
  if (error !== null)
    return (
      <Screen>
        <ErrorNotice error={error} />
      </Screen>
    );
  if (left.output === null || right.output === null) return <Screen />;
  return <Comparison left={left.output} right={right.output} />;
}

interface SidesProps {
  readonly left: ExperimentResult;
  readonly right: ExperimentResult;
}

/** Kernel granules and an event loop make this much of a difference by themselves. */
const noiseMs = 300;
const noiseShare = 0.25;

const differs = ({ outcomeDiffers, p50DifferenceMs, left, right }: ComparedCell): boolean =>
  outcomeDiffers ||
  left === null ||
  right === null ||
  (p50DifferenceMs !== null && Math.abs(p50DifferenceMs) > Math.max(noiseMs, noiseShare * (left.p50Ms ?? 0)));

function Comparison({ left, right }: SidesProps) {
  const { history: say } = useWords();
  const [, navigate] = useLocation();
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const cells = useMemo(() => compareExperiments(left, right), [left, right]);
  const different = cells.filter(differs);
  const shown = onlyDifferent ? different : cells;
  return (
    <Screen>
      <BackLink href="/history" text={say.title} />
      <ScreenHead title={say.compared} lead={say.differences(different.length, cells.length)}>
        <Check isChecked={onlyDifferent} onChange={() => setOnlyDifferent(!onlyDifferent)}>
          {say.onlyDifferent}
        </Check>
        <Button onClick={() => navigate(`/history/compare/${right.id}/${left.id}`)}>
          <ArrowLeftRight aria-hidden />
          {say.swap}
        </Button>
      </ScreenHead>
      <Sides left={left} right={right} />
      <Sideways label={say.compared}>
        <table className={tableStyles.table}>
          <thead>
            <tr>
              <th scope="col" data-stays>
                {say.cell}
              </th>
              <th scope="col">{left.name}</th>
              <th scope="col">{right.name}</th>
              <th scope="col">{say.difference}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((cell) => (
              <ComparedRow key={`${cell.traffic} ${cell.detector} ${cell.fault}`} cell={cell} />
            ))}
          </tbody>
        </table>
      </Sideways>
    </Screen>
  );
}

function ComparedRow({ cell }: { readonly cell: ComparedCell }) {
  const words = useReportWords();
  const isDifferent = differs(cell);
  const { p50DifferenceMs } = cell;
  const sign = p50DifferenceMs !== null && p50DifferenceMs > 0 ? '+' : '\u2212';
  return (
    <tr className={isDifferent ? styles.different : undefined}>
      <th scope="row">
        {cell.detector}
        <small>
          {cell.fault}, {words.traffic[cell.traffic as keyof typeof words.traffic] ?? cell.traffic}
        </small>
      </th>
      <td>
        <Side stats={cell.left} />
      </td>
      <td>
        <Side stats={cell.right} />
      </td>
      <td className={isDifferent ? 'off' : 'mute'}>
        {p50DifferenceMs === null
          ? isDifferent
            ? '\u2260'
            : '\u2013'
          : `${sign}${duration(Math.abs(p50DifferenceMs))}`}
        {isDifferent && p50DifferenceMs !== null && ' \u2260'}
      </td>
    </tr>
  );
}

function Side({ stats }: { readonly stats: CellStats | null }) {
  const { history: say } = useWords();
  const words = useReportWords();
  if (stats === null) return <span className="mute">{say.noCell}</span>;
  const { n, detected, undetected, falseAlarms, survived, p50Ms } = stats;
  const counts = [
    [words.outcome.detected, detected],
    [words.outcome.undetected, undetected],
    [words.outcome['false-alarm'], falseAlarms],
    [words.outcome.survived, survived],
  ] as const;
  return (
    <>
      <b>{p50Ms === null ? '\u2013' : duration(p50Ms)}</b>
      <small>
        {counts
          .filter(([, number]) => number > 0)
          .map(([name, number]) => `${name} ${number}/${n}`)
          .join(', ')}
      </small>
    </>
  );
}

/** When, where and with what they were run; what is not the same on both sides is marked. */
function Sides({ left, right }: SidesProps) {
  const { history: say } = useWords();
  const words = useReportWords();
  const dateText = useDateText();
  const facts = ({ startedAt, host, plan, status }: ExperimentResult): readonly (readonly [string, string])[] => [
    [words.host.started, dateText(startedAt)],
    [words.host.status, words.status[status]],
    [words.host.os, `${host.os} ${host.kernel} ${host.arch}`],
    [words.host.hz, String(host.hz)],
    [words.host.node, host.node],
    [words.host.halfopen, host.halfopen],
    [words.settings.deadline, setting(plan.deadlineMs)],
    [words.settings.repeats, String(plan.repeats)],
    [words.settings.seed, String(plan.seed)],
  ];
  const [lefts, rights] = [facts(left), facts(right)];
  return (
    <table className={classNames(tableStyles.table, tableStyles.fit)}>
      <thead>
        <tr>
          <th scope="col">{say.settings}</th>
          <th scope="col">
            <Link href={`/latency/${left.id}`}>{left.name}</Link>
          </th>
          <th scope="col">
            <Link href={`/latency/${right.id}`}>{right.name}</Link>
          </th>
        </tr>
      </thead>
      <tbody>
        {lefts.map(([name, value], index) => (
          <tr key={name} className={value === rights[index]?.[1] ? undefined : styles.different}>
            <th scope="row">{name}</th>
            <td>{value}</td>
            <td>{rights[index]?.[1]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
