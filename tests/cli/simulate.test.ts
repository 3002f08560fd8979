import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { experimentResultSchema } from '#contract/data/result.ts';
import { halfopen } from './command-line.ts';

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-simulate-'));
  writeFileSync(
    file('hours.yaml'),
    `
version: 1
name: what Linux does by itself
deadline: 3h
repeats: 2
seed: 3
detectors: [{ kind: keepalive, idle: 7200s, interval: 75s, count: 9 }, { kind: eof }]
faults: [{ kind: blackhole, direction: both }]
traffic: [idle, writing]
expect: [{ withinPrediction: '== 100%' }]
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const simulate = (...more: readonly string[]) =>
  halfopen(['run', file('hours.yaml'), '--simulate', '--db', file('history.db'), ...more]);

const read = (name: string) => experimentResultSchema.parse(JSON.parse(readFileSync(file(name), 'utf8')));

describe('halfopen run --simulate', () => {
  test('runs hours at once, and says everywhere that nothing was real', async () => {
    const run = await simulate('--json', file('a.json'), '--report', file('a.html'), '--md', file('a.md'));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.out).toMatch(/^Simulated in virtual time/);
    const result = read('a.json');
    expect(result.host).toMatchObject({ os: 'Linux', kernel: 'simulated', simulated: true });
    expect(result.durationMs).toBeGreaterThan(7_200_000);
    const [idle, silent, writing] = result.cells;
    expect(idle?.stats).toMatchObject({ n: 2, detected: 2 });
    expect(silent?.stats).toMatchObject({ n: 2, undetected: 2 });
    // tcp_model_timeout(15) is 924.6 s: keepalive is suspended while data is in flight.
    expect(writing?.stats.p50Ms).toBeGreaterThan(924_600);
    expect(readFileSync(file('a.html'), 'utf8')).toContain('Simulated in virtual time');
    expect(readFileSync(file('a.md'), 'utf8')).toContain('**Simulated in virtual time');
    const list = await halfopen(['history', 'list', '--db', file('history.db')]);
    expect(list.out).toMatch(/complete, simulated/);
    const shown = await halfopen(['history', 'show', result.id, '--db', file('history.db')]);
    expect(shown.out).toMatch(/^Simulated in virtual time/);
  });

  test('the same seed gives the same result, to the microsecond; another does not', async () => {
    const times = async (name: string, seed: string) => {
      await simulate('--no-report', '--seed', seed, '--json', file(name));
      return read(name).cells.flatMap(({ trials }) => trials.map(({ detectionMs }) => detectionMs));
    };
    const first = await times('b.json', '7');
    expect(await times('c.json', '7')).toEqual(first);
    expect(await times('d.json', '8')).not.toEqual(first);
  });

  test('there is nothing to capture, and that is said before anything runs', async () => {
    const run = await simulate('--capture', file('packets'));
    expect(run.exitCode).toBe(2);
    expect(run.err).toContain("'--simulate' cannot be used with option '--capture");
    expect(existsSync(file('packets'))).toBe(false);
  });
});
