import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { experimentResultSchema } from '#contract/data/result.ts';
import { halfopen } from '../interop/programs.ts';

let folder: string;
const file = (name: string): string => join(folder, name);

const plan = (expectation: string): string => `
version: 1
deadline: 2s
repeats: 1
detectors: [{ kind: eof }, { kind: heartbeat, idle: 300ms, interval: 300ms, tries: 2 }]
faults: [{ kind: rst }, { kind: freeze }]
expect: [${expectation}]
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-run-'));
  writeFileSync(file('met.yaml'), plan('{ detector: heartbeat, fault: freeze, p95: "<= 2s" }'));
  writeFileSync(file('unmet.yaml'), plan('{ detector: eof, fault: freeze, detected: "== 100%" }'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('halfopen run', () => {
  test('two at once into one history both end well, with result, report and table', async () => {
    const start = (name: string) =>
      halfopen(
        'run',
        file('met.yaml'),
        '--db',
        file('shared.db'),
        '--json',
        file(`${name}.json`),
        '--report',
        file(`${name}.html`),
      );
    const runs = [start('a'), start('b')];
    expect(await Promise.all(runs.map(({ exit }) => exit))).toEqual([0, 0]);
    for (const name of ['a', 'b']) {
      const result = experimentResultSchema.parse(JSON.parse(readFileSync(file(`${name}.json`), 'utf8')));
      expect(result.status).toBe('complete');
      expect(result.cells.map(({ stats }) => stats.n)).toEqual([1, 1, 1, 1]);
      expect(readFileSync(file(`${name}.html`), 'utf8')).toContain('</html>');
    }
    const list = halfopen('history', 'list', '--db', file('shared.db'));
    await list.exit;
    expect(list.lines.filter((line) => line.includes('complete'))).toHaveLength(2);
    expect(runs[0]?.lines.join('\n')).toMatch(/heartbeat 300ms\/300ms\/2 .* \(558–940\)/);
  });

  test('an expectation that is not met is exit code 1, and the experiment is kept all the same', async () => {
    const run = halfopen('run', file('unmet.yaml'), '--db', file('unmet.db'), '--no-report');
    expect(await run.exit).toBe(1);
    expect(run.lines.join('\n')).toMatch(/detected: == 100%|detected == 100%/);
    const list = halfopen('history', 'list', '--db', file('unmet.db'));
    await list.exit;
    expect(list.lines.join('\n')).toMatch(/complete +4/);
  });

  test('a history that cannot be written is said before anything is measured', async () => {
    const run = halfopen('run', file('met.yaml'), '--db', `${file('met.yaml')}/history.db`, '--no-report');
    expect([2, 3]).toContain(await run.exit);
    expect(run.lines.join('\n')).toContain(file('met.yaml'));
    expect(run.lines.join('\n')).toMatch(/--db/);
    expect(run.lines.join('\n')).not.toMatch(/trials decided/);
  });

  test('a report that cannot be written costs neither the table nor the other files', async () => {
    const run = halfopen(
      'run',
      file('met.yaml'),
      '--db',
      file('x.db'),
      '--report',
      '/proc/no.html',
      '--json',
      file('x.json'),
    );
    expect(await run.exit).toBe(2);
    const said = run.lines.join('\n');
    expect(said).toMatch(/\/proc\/no\.html could not be written/);
    expect(said).toMatch(/Idle connection/);
    expect(JSON.parse(readFileSync(file('x.json'), 'utf8'))).toMatchObject({ status: 'complete' });
  });
});
