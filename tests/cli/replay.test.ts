import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonSchemas } from '#contract/experiment/json-schema.ts';
import { openHistory } from '#recorder';
import { beat, finished, started, struck } from '../recorder/story.ts';
import { halfopen } from './command-line.ts';

let folder = '';
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** A heartbeat every second, none for five seconds, then death. */
const times = [...Array(60).keys(), ...Array.from({ length: 55 }, (_, index) => 65 + index)];
const csv = `time_s,event\n${times.map((time) => `${time}\n`).join('')}119.4,death\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-replay-'));
  const history = openHistory(join(folder, 'history.db'));
  const recorder = history.recorder('01kb3a');
  const beats = times.slice(0, 30).map((seconds) => beat('01kb3a', 7, seconds * 1000));
  recorder.append([
    started('01kb3a'),
    ...beats,
    beat('01kb3a', 8, 1),
    beat('01kb3a', 8, 2),
    struck('01kb3a', 7, 29_500),
  ]);
  recorder.append([finished('01kb3a')]);
  recorder.close();
  history.conclude('01kb3a');
  history.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const deadline = ['--detector', 'receive-deadline every=1s slack=500ms'];

test('says of each detector how good it would have been', async () => {
  const { exitCode, out, err } = await halfopen(
    ['replay', file('a.csv', csv), ...deadline, '--detector', 'bfd minTx=2s minRx=2s'],
    { env: { LANG: 'C.UTF-8' } },
  );
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out.split('\n').slice(1)).toEqual([
    '',
    '                           T_D     mistakes  per hour [95 %]  T_MR  T_M     P_A [95 %]',
    'receive-deadline 1s+500ms  1.10 s  1         30.2 [0.76–168]  –     4.50 s  96.2% [90.9–98.4]',
    'bfd 2s/2sx3                5.60 s  0         0 [0–111]        –     –       100% [96.7–100]',
    '',
  ]);
  expect(out).toContain(
    'a.csv: 115 heartbeats in 119.0 s, median gap 1.00 s, longest 6.00 s; the peer died at 119.4 s\n',
  );
});

test('takes detectors that fit the pace when none is named, and prints ASCII where there is nothing else', async () => {
  const { out } = await halfopen(['replay', file('a.csv', csv)]);
  expect(out).toContain('phi-accrual 1s phi 8');
  expect(out).toMatch(/^k-of-n 1s\+500ms 2 of 4 +2\.10 s +1 .* - +3\.50 s/m);
  // oxlint-disable-next-line no-control-regex
  expect(out).toMatch(/^[\u0000-\u007f]*$/);
});

describe('JSON', () => {
  test('is as its schema says, in a file or printed', async () => {
    const to = join(folder, 'out.json');
    const args = ['replay', file('a.csv', csv), ...deadline];
    expect(await halfopen([...args, '--json', to])).toMatchObject({ exitCode: 0, out: expect.stringContaining('T_D') });
    const { out } = await halfopen([...args, '--json', '-']);
    expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync(to, 'utf8')));
    expect(JSON.parse(out)).toMatchObject({
      schema: 'halfopen.replay/1',
      trace: { source: { kind: 'file' }, arrivals: 115, spanMs: 119_000, diedAtMs: 119_400 },
      detectors: [
        {
          detector: { kind: 'receive-deadline', label: 'receive-deadline 1s+500ms' },
          quality: { mistakes: 1, detectionMs: 1100 },
          suspicions: [
            { fromMs: 60_500, untilMs: 65_000 },
            { fromMs: 120_500, untilMs: null },
          ],
        },
      ],
      refused: [],
    });
    const schema = JSON.parse(jsonSchemas()['replay-result.schema.json'] ?? '') as object;
    const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);
    expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe('a run of the history', () => {
  const db = () => ['--db', join(folder, 'history.db')];

  test('is replayed by its trial', async () => {
    const { out, err } = await halfopen(['replay', '01kb3:7', ...deadline, '--json', '-', ...db()]);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      trace: { source: { kind: 'trial', run: '01kb3a', trial: 7, detector: 'eof', fault: 'rst' }, arrivals: 30 },
      detectors: [{ quality: { mistakes: 0, detectionMs: 1000 } }],
    });
  });

  test.each([
    [
      '01kb3',
      /Several trials of experiment 01kb3a can be replayed\. Choose one:\n {2}01kb3a:7 {2}eof, rst, idle: 30 hea/,
    ],
    ['01kb3:3', /Trial 3 of experiment 01kb3a received no heartbeats\. These did:\n {2}01kb3a:7/],
    ['zz:1', /No experiment in .* has an ID that begins with "zz"/],
  ])('%s is refused with what there is', async (given, complaint) => {
    expect(await halfopen(['replay', given, ...db()])).toMatchObject({
      exitCode: 2,
      out: '',
      err: expect.stringMatching(complaint),
    });
  });
});

describe('detectors of a file', () => {
  test('are replayed as far as they can be; of the others it says why not', async () => {
    const list = file('d.yaml', '- { kind: eof }\n- { kind: receive-deadline, every: 1s, slack: 1s }\n');
    const { exitCode, out } = await halfopen(['replay', file('a.csv', csv), '--detectors', list]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^receive-deadline 1s\+1s /m);
    expect(out).toMatch(/^not replayed: eof: it polls the kernel, and a trace has only arrivals$/m);
  });
});

describe('what cannot be used is exit code 2, and says where', () => {
  test.each([
    ['time_ms\n0\n1000\n900\n', [], /bad\.csv, line 4, column time_?(ms)?: time runs backwards, from 1000 on line 3/],
    ['time_ms\n0\nsoon\n', [], /bad\.csv, line 3, column time_ms: given "soon"/],
    ['0\n1\n', [], /unit of its times is missing[^]*--unit ms/],
    ['0\n1\n', ['--unit', 'h'], /Allowed choices are s, ms, us/],
    [
      csv,
      ['--detector', 'phi-accrual interval=1'],
      /--detector "phi-accrual interval=1" [^]*interval: given 1, allowed:/,
    ],
    [csv, ['--detector', 'keepalive idle=1s interval=1s count=3'], /keepalive 1s\/1s\/3 cannot be replayed: it polls/],
    [
      csv,
      ['--detector', 'learned-heartbeat start=1s max=5s step=1s timeout=1s tries=3'],
      /cannot be replayed: it decides when PINGs are sent/,
    ],
    [csv, ['--detectors', '/nowhere.yaml'], /\/nowhere\.yaml cannot be read \(ENOENT\)/],
  ])('%#', async (text, args, complaint) => {
    expect(await halfopen(['replay', file('bad.csv', text), ...args])).toMatchObject({
      exitCode: 2,
      out: '',
      err: expect.stringMatching(complaint),
    });
  });

  test('a file that is not there', async () => {
    expect(await halfopen(['replay', join(folder, 'gone.csv')])).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/There is no file called .*gone\.csv/),
    });
  });
});
