import { describe, expect, test } from 'vitest';
import { problemsOfDetector } from '#contract/experiment/detector-list.ts';
import { fileFault } from '#contract/experiment/file-faults.ts';
import { detectorPart, detectorParts } from '#model/detectors/index.ts';
import type { DetectorKind, DetectorSettings } from '#model/detectors/index.ts';
import { faultParts } from '#model/faults/index.ts';
import { allSettings, dataName, isVariants } from '#model/settings/setting.ts';
import { fieldsOf, spanOf, withValue } from '#store/setting-fields.ts';

const fieldNamed = (settings: DetectorSettings, name: string) => {
  const field = fieldsOf(detectorPart(settings.kind).settings, settings).find((each) => each.name === name);
  if (field === undefined) throw new Error(`${settings.kind} has no field ${name}`);
  return field;
};

const set = (settings: DetectorSettings, name: string, value: string | number | undefined): DetectorSettings =>
  withValue(detectorPart(settings.kind), settings, fieldNamed(settings, name), value);

const example = (kind: DetectorKind): DetectorSettings => detectorPart(kind).example;
const namesOf = (settings: DetectorSettings): readonly string[] =>
  fieldsOf(detectorPart(settings.kind).settings, settings).map(({ name }) => name);

describe('the fields of a form', () => {
  test.each([...detectorParts, ...faultParts])('are the settings of $kind, with the values of its data', (part) => {
    const fields = fieldsOf(part.settings, part.example);
    if (!isVariants(part.settings)) expect(fields.map(({ name }) => name)).toEqual(Object.keys(part.settings));
    for (const { name, setting, value } of fields) {
      expect(setting, name).toEqual(allSettings(part.settings)[name]);
      expect(value === undefined, name).toBe(value === undefined && setting.optional === true);
    }
    const data = fields.flatMap(({ name, setting, value }) =>
      value === undefined ? [] : [[dataName(name, setting), value] as const],
    );
    expect({ kind: part.kind, ...Object.fromEntries(data) }).toEqual(part.example);
  });

  test('have the role of a story where someone gave it', () => {
    expect(namesOf(example('eof'))).toEqual([]);
    expect(namesOf({ kind: 'eof', role: 'before' })).toEqual(['role']);
    expect(set({ kind: 'eof', role: 'before' }, 'role', undefined)).toEqual({ kind: 'eof' });
  });

  test('say what a number may be in the unit in which it is typed', () => {
    expect(spanOf(fieldNamed(example('keepalive'), 'idle').setting)).toEqual({
      min: 1000,
      max: 32_767_000,
      step: 1000,
    });
    expect(spanOf(fieldNamed(example('heartbeat'), 'idle').setting)).toEqual({ min: 10, max: 86_400_000, step: 1 });
    expect(spanOf(fieldNamed(example('phi-accrual'), 'threshold').setting)).toEqual({ min: 0.5, max: 100, step: null });
    expect(spanOf(fieldNamed(example('heartbeat'), 'from').setting)).toBeNull();
  });
});

describe('a change', () => {
  test('of one setting leaves the others as they are', () => {
    expect(set(example('keepalive'), 'idle', 2000)).toEqual({ ...example('keepalive'), idleMs: 2000 });
  });

  test('sets what is optional, and leaves it out again', () => {
    const both = set(example('keepalive'), 'userTimeout', 3000);
    expect(both).toEqual({ ...example('keepalive'), userTimeoutMs: 3000 });
    expect(set(both, 'userTimeout', undefined)).toEqual(example('keepalive'));
  });

  test('of the variant takes away what it has not, and brings what it asks for', () => {
    const sound = { ...example('tcp-info'), role: 'after' } as const;
    const naive = set(sound, 'rule', 'state');
    expect(naive).toEqual({ kind: 'tcp-info', rule: 'state', everyMs: 200, role: 'after' });
    expect(namesOf(naive)).toEqual(['rule', 'every', 'role']);
    const again = set(naive, 'rule', 'unacked');
    expect(again).toEqual({ kind: 'tcp-info', rule: 'unacked', everyMs: 200, silenceMs: 3000, role: 'after' });
    expect([naive, again].flatMap(problemsOfDetector)).toEqual([]);
  });

  test('of a switch is yes or no, as the file has it', () => {
    const part = faultParts.find(({ kind }) => kind === 'icmp-unreachable');
    const field = fieldsOf(part?.settings ?? {}, part?.example ?? {}).find(({ setting }) => setting.is === 'switch');
    if (part === undefined || field === undefined) throw new Error('no such switch');
    const next = withValue(part, part.example, field, false);
    expect(next).toEqual({ kind: 'icmp-unreachable', reason: 'host', rateLimited: false });
    expect(fileFault.safeParse(next).success).toBe(true);
  });
});
