/** The main job on Windows' Node: an experiment on its sockets, its history in its SQLite, its report. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { ExperimentResult } from '#model/result/result.ts';
import { halfopen } from '../interop/programs.ts';
import { requires } from '../precondition.ts';
import { prepared } from './windows-node.ts';
import { halfopenOnWindows, onWindows } from './windows.ts';

const { describe, test } = requires(prepared.missing ?? 'wine64', prepared.missing === undefined);

const plan = `
version: 1
name: on windows
deadline: 8s
seed: 3
repeats: 1
detectors:
  - { kind: eof }
  - { kind: keepalive, idle: 1s, interval: 1s, count: 10 }
  - { kind: heartbeat, idle: 1s, interval: 1s, tries: 3 }
  - { kind: receive-deadline, every: 1s, slack: 2s }
  - { kind: write-probe, interval: 1s }
faults: [{ kind: fin }, { kind: half-close }, { kind: rst }, { kind: kill }, { kind: freeze }, { kind: slow-pong, delay: 10s }]
traffic: [idle, writing]
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-windows-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string): string => join(folder, name);

describe('halfopen on Windows', () => {
  test('says what it can do there, why not, and what helps', async () => {
    const asked = halfopenOnWindows('capabilities');
    expect(await asked.exit).toBe(0);
    const text = asked.text();
    expect(text).toMatch(/yes\s+native helper/);
    expect(text).toMatch(/yes\s+keepalive idle/);
    expect(text).toMatch(/yes\s+fault freeze/);
    expect(text).toMatch(/no\s+fault blackhole\s+reason: this system has no socket option[^]*fix: Put the peer/);
    expect(text).toMatch(/no\s+private hosts[^\n]*\s+reason: private hosts need Linux/);
  });

  test('measures every fault that it can make, as predicted, and keeps history and report', async () => {
    writeFileSync(file('plan.yaml'), plan);
    const at = (name: string): string => onWindows(file(name));
    const outputs = ['--db', at('history.db'), '--json', at('result.json'), '--report', at('report.html')];
    const run = halfopenOnWindows('run', at('plan.yaml'), ...outputs);
    expect(await run.exit, run.text()).toBe(0);
    const result = JSON.parse(readFileSync(file('result.json'), 'utf8')) as ExperimentResult;
    expect(result).toMatchObject({ status: 'complete', host: { os: 'Windows_NT' } });
    const trials = result.cells.flatMap((cell) => cell.trials.map((trial) => ({ cell, trial })));
    expect(trials).toHaveLength(5 * 6 * 2);
    const strange = trials.filter(({ trial }) => trial.outcome === 'invalid' || trial.withinPrediction === false);
    expect(strange.map(({ cell, trial }) => [cell.detector.label, cell.fault.label, cell.traffic, trial])).toEqual([]);
    const keepalive = trials.find(({ cell }) => cell.detector.kind === 'keepalive');
    expect(keepalive?.trial.effective).toMatchObject({
      keepalive: { asked: { idleMs: 1000, intervalMs: 1000, count: 10 }, via: 'SO_KEEPALIVE, SIO_KEEPALIVE_VALS' },
    });
    expect(readFileSync(file('report.html'), 'utf8')).toContain('Windows_NT');
  });

  test('writes a history that Linux reads', async () => {
    const list = halfopen('history', 'list', '--db', file('history.db'));
    await list.line(/on windows/);
    expect(await list.exit).toBe(0);
  });

  test('refuses a plan that this Windows cannot carry out, before anything is run, and says why', async () => {
    writeFileSync(
      file('few.yaml'),
      plan.replace('count: 10', 'count: 3').replace('kind: fin', 'kind: reboot, down: 1s'),
    );
    const run = halfopenOnWindows('run', onWindows(file('few.yaml')), '--db', onWindows(file('few.db')));
    expect(await run.exit).toBe(3);
    expect(run.text()).toMatch(/count = 3/);
    expect(run.text()).toMatch(/10 and nothing else/);
    expect(run.text()).toMatch(/no socket option that cuts a connection/);
  });
});
