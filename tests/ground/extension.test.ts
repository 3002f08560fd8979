/**
 * The two guides (docs/add-a-detector.md, docs/add-a-fault.md) are followed in a copy of the repository: the files that
 * they show are written, the lines that they add are added, and everything must know the new parts.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from './sources.ts';

interface Block {
  readonly file: string;
  readonly isChange: boolean;
  readonly lines: readonly string[];
}

/** Fenced blocks that name a file: a whole new one, or a change of one. */
function blocksOf(guide: string): readonly Block[] {
  const text = readFileSync(join(repository, 'docs', guide), 'utf8');
  return [...text.matchAll(/^```(\w+) (\S+)\n([^]*?)\n```$/gm)].map(([, language, file = '', body = '']) => ({
    file,
    isChange: language === 'diff',
    lines: body.split('\n'),
  }));
}

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'halfopen-extension-'));
  const parts = ['main', 'native', 'renderer', 'preload', 'docs', 'build', 'tests', 'bench'];
  const files = ['package.json', 'tsconfig.json', 'tsconfig.base.json', 'vitest.config.ts'];
  for (const part of [...parts, ...files]) cpSync(join(repository, part), join(copy, part), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  for (const guide of guides) for (const block of blocksOf(guide)) apply(block);
  run('docs/generate.ts');
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function apply({ file, isChange, lines }: Block): void {
  const path = join(copy, file);
  if (!isChange) {
    expect(existsSync(path), `${file} is new`).toBe(false);
    mkdirSync(dirname(path), { recursive: true });
    return writeFileSync(path, `${lines.join('\n')}\n`);
  }
  const before = lines.filter((line) => line.startsWith(' ')).map((line) => line.slice(1));
  const after = lines.map((line) => line.slice(1));
  const text = readFileSync(path, 'utf8');
  expect(text.split(before.join('\n')), `${file} has the lines that are changed, once`).toHaveLength(2);
  writeFileSync(
    path,
    text.replace(before.join('\n'), () => after.join('\n')),
  );
}

const guides = ['add-a-detector.md', 'add-a-fault.md'] as const;

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function run(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

const halfopen = (...args: readonly string[]): Ran => run('main/cli/halfopen.mjs', ...args);

/** A program of the copy: it prints one value as JSON. */
function valueOf(program: string): unknown {
  const path = join(copy, 'asked.ts');
  writeFileSync(path, program);
  const { out, err } = run('asked.ts');
  return JSON.parse(out === '' ? JSON.stringify(err) : out);
}

test.each(guides)('%s writes five files at most', (guide) => {
  const files = new Set(blocksOf(guide).map(({ file }) => file));
  expect(files.size).toBeGreaterThan(3);
  expect(files.size).toBeLessThanOrEqual(5);
});

test('the copy compiles, and its own tests pass', () => {
  const compiled = spawnSync(join(repository, 'node_modules/.bin/tsc'), ['-b'], { cwd: copy, encoding: 'utf8' });
  expect(compiled.stdout).toBe('');
  const tests = guides.flatMap(blocksOf).flatMap(({ file }) => (file.endsWith('.test.ts') ? [file] : []));
  expect(tests).toHaveLength(2);
  const general = ['tests/model/detectors-fuzz.test.ts', 'tests/report/words.test.ts'];
  const { status, out } = run('node_modules/vitest/vitest.mjs', 'run', ...tests, ...general);
  expect(status, out).toBe(0);
}, 180_000);

describe('the new detector', () => {
  test('is predicted, by playing it', () => {
    const asked = ['two-strike', '--every', '1s', '--slack', '500ms', '--fault', 'blackhole', '--traffic', 'idle'];
    const { predictions } = JSON.parse(halfopen('predict', ...asked, '--os', 'linux', '--json').out) as {
      predictions: { prediction: { kind: string; rule: string; fromMs: number; toMs: number } }[];
    };
    expect(predictions).toMatchObject([{ prediction: { kind: 'interval', rule: 'played' } }]);
    // The last PONG came up to a second before the fault; two beats of 1.5 s are missed.
    const [{ prediction } = { prediction: { fromMs: 0, toMs: 0 } }] = predictions;
    expect(prediction.fromMs).toBeGreaterThan(1800);
    expect(prediction.toMs).toBeLessThan(3300);
  });

  test('has its flags in help', () => {
    expect(halfopen('predict', '--help').out).toMatch(/--slack <duration>(?:(?! --)[^])*two-strike/);
  });

  test('is written in one line, and a wrong setting is named with what is allowed', () => {
    const { status, err } = halfopen('lint', 'two-strike every=1s slack=-1s');
    expect(status).toBe(2);
    expect(err).toMatch(/slack.*given .-1s., allowed: a duration from/);
  });

  test('can be chosen in the builder, with a field for each setting', () => {
    const program = `
      import { detectorPart } from '#model/detectors/index.ts';
      import { replayableParts } from '#store/playground.ts';
      const part = detectorPart('two-strike' as never);
      const isOffered = replayableParts.includes(part);
      process.stdout.write(JSON.stringify([part.example, Object.keys(part.settings), isOffered]));`;
    expect(valueOf(program)).toEqual([{ kind: 'two-strike', everyMs: 1000, slackMs: 500 }, ['every', 'slack'], true]);
  });
});

test('the JSON Schema knows both', () => {
  const schema = readFileSync(join(copy, 'docs/schema/experiment-plan.schema.json'), 'utf8');
  expect(schema).toContain('"two-strike"');
  expect(schema).toContain('"lost-answers"');
});

const plan = `
deadline: 8s
repeats: 2
detectors:
  - { kind: two-strike, every: 500ms, slack: 300ms }
  - { kind: heartbeat, idle: 1s, interval: 1s, tries: 3 }
faults: [{ kind: lost-answers, duration: 400ms }, { kind: blackhole, direction: both }]
traffic: [idle]
`;

interface Cell {
  readonly detector: { readonly kind: string };
  readonly fault: { readonly kind: string };
  readonly trials: readonly { readonly outcome: string; readonly withinPrediction: boolean | null }[];
}

function cellsOf(name: string, ...options: readonly string[]): readonly Cell[] {
  writeFileSync(join(copy, `${name}.yaml`), plan);
  const kept = ['--no-history', '--no-report', '--quiet', '--json', `${name}.json`];
  const { status, err } = halfopen('run', `${name}.yaml`, ...kept, ...options);
  expect(err).not.toMatch(/error/i);
  expect(status).toBe(0);
  return (JSON.parse(readFileSync(join(copy, `${name}.json`), 'utf8')) as { cells: readonly Cell[] }).cells;
}

test('a simulated run judges both by their predictions', () => {
  const cells = cellsOf('simulated', '--simulate');
  expect(cells).toHaveLength(4);
  expect(cells.flatMap(({ trials }) => trials).every(({ withinPrediction }) => withinPrediction === true)).toBe(true);
});

test('a run on real sockets strikes with the new fault and asks the new detector', () => {
  const cells = cellsOf('real');
  const outcomes = cells.map(({ detector, fault, trials }) => [
    detector.kind,
    fault.kind,
    ...trials.map(({ outcome }) => outcome),
  ]);
  expect(outcomes).toEqual([
    ['two-strike', 'lost-answers', 'survived', 'survived'],
    ['two-strike', 'blackhole', 'detected', 'detected'],
    ['heartbeat', 'lost-answers', 'survived', 'survived'],
    ['heartbeat', 'blackhole', 'detected', 'detected'],
  ]);
}, 60_000);

test('capabilities and the buttons of live sessions offer the new fault', () => {
  const { items } = JSON.parse(halfopen('capabilities', '--json').out) as { items: readonly { id: string }[] };
  expect(items.map(({ id }) => id)).toContain('fault:lost-answers');
});
