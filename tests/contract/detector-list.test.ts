import { describe, expect, test } from 'vitest';
import { parseDetectorLine, parseDetectorList, problemsOfDetector } from '#contract/experiment/detector-list.ts';
import { HalfopenError } from '#model/error.ts';
import { detectorPart, detectorParts } from '#model/detectors/index.ts';

function complaintOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof HalfopenError) return `${error.detail.code}: ${error.message}`;
    throw error;
  }
  return 'nothing';
}

describe('a detector in a line', () => {
  test('is what the same keys mean in an experiment file, defaults and all', () => {
    expect(parseDetectorLine('phi-accrual interval=1s threshold=9.5', '--detector')).toEqual({
      kind: 'phi-accrual',
      intervalMs: 1000,
      threshold: 9.5,
      window: 1000,
      minDeviationMs: 100,
      pauseMs: 0,
      firstEstimateMs: 1000,
    });
    expect(parseDetectorLine(' k-of-n  interval=1s slack=500ms k=2 n=4 ', '--detector')).toMatchObject({ k: 2, n: 4 });
    expect(parseDetectorLine('bfd min-tx=1s minRx=2s', '--detector')).toMatchObject({ minTxMs: 1000, minRxMs: 2000 });
  });

  test.each([
    ['', 'one of eof, keepalive'],
    ['phi', 'one of eof, keepalive'],
    ['phi-accrual', 'interval: missing, allowed: a duration from 10ms'],
    ['phi-accrual interval=1', 'interval: given 1, allowed: a duration from 10ms to 1d, with its unit'],
    ['phi-accrual interval=1s treshold=8', 'treshold: unknown key (did you mean threshold?)'],
    ['phi-accrual interval=1s interval=2s', 'interval: the same key twice'],
    ['phi-accrual interval', 'given "interval", allowed: settings such as interval=1s'],
    ['k-of-n interval=1s slack=1s k=5 n=4', 'k: given 5, allowed: a whole number from 1 to n = 4'],
  ])('%j is refused by the name of the field', (line, complaint) => {
    const told = complaintOf(() => parseDetectorLine(line, '--detector'));
    expect(told).toContain('detectors-invalid: --detector is not valid:');
    expect(told).toContain(complaint);
  });
});

describe('a file of detectors', () => {
  test('is a list, or has one: an experiment file will do', () => {
    const list = '- { kind: receive-deadline, every: 1s, slack: 1s }\n- { kind: eof }\n';
    const detectors = parseDetectorList(list, { name: 'd.yaml' });
    expect(detectors.map(({ kind }) => kind)).toEqual(['receive-deadline', 'eof']);
    const plan = `version: 1\nfaults: [{ kind: rst }]\ndetectors:\n${list}`;
    expect(parseDetectorList(plan, { name: 'plan.yaml' })).toEqual(detectors);
    expect(parseDetectorList('[{"kind":"eof"}]', { name: 'd.json' })).toEqual([{ kind: 'eof' }]);
  });

  test.each([
    ['- { kind: eof }\n- { kind: k-of-n, interval: 1s, slack: 1s, k: 2, n: many }', 'line 2, [1].n: given "many"'],
    ['detectors:\n  - { kind: bfd, minTx: 1s }', 'line 2, detectors[0].minRx: missing'],
    ['faults: []', 'detectors: missing, allowed: a list of at least one detector'],
    ['[]', 'given [], allowed: a list of at least one detector'],
    ['just words', 'a list of at least one detector'],
    ['- { kind: eof', 'line 1'],
    ['', 'the file is empty'],
  ])('%j is refused with line and field', (text, complaint) => {
    const told = complaintOf(() => parseDetectorList(text, { name: 'd.yaml' }));
    expect(told).toContain('detectors-invalid: d.yaml is not valid:');
    expect(told).toContain(complaint);
  });
});

describe('settings that are being edited', () => {
  test('have no problem as they are added', () => {
    for (const { example } of detectorParts) expect(problemsOfDetector(example)).toEqual([]);
  });

  test('have the problems of a file', () => {
    const phi = detectorPart('phi-accrual').example;
    expect(problemsOfDetector({ ...phi, threshold: 0.2 } as typeof phi)).toEqual([
      { path: 'threshold', message: 'given 0.2, allowed: a number from 0.5 to 100' },
    ]);
    expect(problemsOfDetector({ ...phi, intervalMs: 1.5 } as typeof phi)).toMatchObject([{ path: 'interval' }]);
    expect(problemsOfDetector({ ...detectorPart('k-of-n').example, k: 9 } as typeof phi)).toMatchObject([
      { path: 'k' },
    ]);
  });
});
