import { describe, expect, test } from 'vitest';
import { lintPlanOf, scaledBy } from '#contract/experiment/lint-plan.ts';
import { lintFindings } from '#model/plan/lint.ts';
import type { CellResult, CellStats, ExperimentResult } from '#model/result/result.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import { cellsOf } from '#model/plan/trials.ts';
import type { Cell } from '#model/plan/trials.ts';
import { isTransient } from '#model/faults/index.ts';

const heartbeat: DetectorSettings = {
  kind: 'heartbeat',
  idleMs: 1000,
  intervalMs: 1000,
  tries: 3,
  from: 'client',
  frame: 'classic',
};

const none: CellStats = {
  n: 2,
  detected: 0,
  undetected: 0,
  falseAlarms: 0,
  survived: 0,
  invalid: 0,
  p50Ms: null,
  p95Ms: null,
  maxMs: null,
  mistakeRatePerHour: null,
};
const noticed = (maxMs: number): CellStats => ({ ...none, detected: 2, p50Ms: maxMs, maxMs });
const sound = ({ fault }: Cell): CellStats => (isTransient(fault) ? { ...none, survived: 2 } : noticed(3500));

/** What would be found if the cells came out like this. */
function found(plan: Plan, statsOf: (cell: Cell) => CellStats) {
  const cells = cellsOf(plan).map((cell) => ({ ...cell, stats: statsOf(cell) }) as unknown as CellResult);
  const findings = lintFindings({ plan, cells } as unknown as ExperimentResult);
  return Object.fromEntries((findings ?? []).map(({ question, answer }) => [question, answer]));
}

describe('a heartbeat of 1 s/1 s/3', () => {
  const plan = lintPlanOf(heartbeat, true);

  test('is asked with a PONG later than the next PING but in time for the last, and one later than all of them', () => {
    const slow = plan.faults.filter((fault) => fault.kind === 'slow-pong');
    expect(slow).toEqual([
      { kind: 'slow-pong', delayMs: 6000 },
      { kind: 'slow-pong', delayMs: 2000, countsAs: 'dead' },
    ]);
  });

  test('passes when every death is noticed in time and nothing else is', () => {
    expect(found(plan, sound)).toEqual({ traffic: 'pass', bulk: 'pass', stale: 'pass', frozen: 'pass' });
  });

  test('fails where one kind of traffic hides one direction', () => {
    const hidden = ({ fault, traffic }: Cell): boolean =>
      fault.kind === 'blackhole' && fault.direction === 'to-peer' && traffic === 'reading';
    expect(found(plan, (cell) => (hidden(cell) ? { ...none, undetected: 2 } : sound(cell)))).toMatchObject({
      traffic: 'fail',
      frozen: 'pass',
    });
  });

  test('is warned of what is noticed much later than its settings say', () => {
    const late = (cell: Cell): CellStats =>
      cell.fault.kind === 'blackhole' && cell.traffic === 'writing' ? noticed(7000) : sound(cell);
    expect(found(plan, late)).toMatchObject({ traffic: 'warn' });
  });

  test('fails for an alarm while nothing is wrong, which is not asked otherwise', () => {
    const alarmed = (cell: Cell): CellStats => (cell.fault.kind === 'none' ? { ...none, falseAlarms: 1 } : sound(cell));
    expect(found(plan, alarmed)).toMatchObject({ healthy: 'fail' });
  });

  test('is not measured where nothing was', () => {
    expect(found(plan, () => ({ ...none, n: 0 }))).toMatchObject({ traffic: 'unmeasured', bulk: 'unmeasured' });
  });

  test('an experiment that only looks similar is no lint', () => {
    expect(lintFindings({ plan: { ...plan, name: 'mine' }, cells: [] } as unknown as ExperimentResult)).toBeNull();
  });
});

describe('a heartbeat on a connection of its own', () => {
  const dedicated: DetectorSettings = { ...heartbeat, kind: 'dedicated-heartbeat' };

  test('is asked whether it watches the one that matters, where a firewall can be made to forget', () => {
    const plan = lintPlanOf(dedicated, true);
    const blind = (cell: Cell): CellStats =>
      cell.fault.kind === 'firewall-forgets' ? { ...none, undetected: 2 } : sound(cell);
    expect(found(plan, blind)).toMatchObject({ bulk: 'pass', path: 'fail' });
    expect(found(lintPlanOf(dedicated, false), sound)).toMatchObject({ path: 'unmeasured' });
  });
});

test('scaling divides times and nothing else', () => {
  expect(scaledBy(heartbeat, 4)).toEqual({ ...heartbeat, idleMs: 250, intervalMs: 250 });
});
