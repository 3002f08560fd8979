import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { predictionsFor } from '#cli/predict/predict.ts';
import { readDetector } from '#cli/predict/read-detector.ts';
import { faultSyntax, flagOf, settingOptions } from '#cli/terminal/setting-flags.ts';
import { fileDetector } from '#contract/experiment/file-detectors.ts';
import { detectorKinds, detectorPart, detectorParts } from '#model/detectors/index.ts';
import type { AnyDetectorPart } from '#model/detectors/index.ts';
import { choice, decimal, duration, whole } from '#model/settings/setting.ts';
import type { Settings } from '#model/settings/setting.ts';
import { faultKinds } from '#model/faults/index.ts';

const pretend = (kind: string, settings: Settings): AnyDetectorPart =>
  ({ ...detectorPart('eof'), kind, settings }) as AnyDetectorPart;

const seconds = { minMs: 1000, maxMs: 60_000 };

describe('a flag', () => {
  test.each(detectorKinds)('says every setting of %s as an experiment file does', (kind) => {
    const { example } = detectorPart(kind);
    const options = settingOptions(detectorParts);
    const named = Object.entries(z.encode(fileDetector, example)).filter(([name]) => name !== 'kind');
    const settings = named.map(([name, value]) => {
      const option = options.find(({ long }) => long === flagOf(name));
      if (option === undefined) throw new Error(`no flag for ${name}`);
      const read: unknown = option.parseArg?.(String(value), undefined) ?? String(value);
      return [option.attributeName(), read as string];
    });
    expect(readDetector(kind, Object.fromEntries(settings), 'predicted')).toEqual(example);
  });

  test('is there once for a name that many kinds have, and says each of its meanings', () => {
    const [every, ...others] = settingOptions([
      pretend('a', { every: duration(seconds, 'Between looks', { default: 2000 }) }),
      pretend('b', { every: duration(seconds, 'Between looks', { default: 2000 }) }),
      pretend('c', { every: duration({ ...seconds, wholeSeconds: 'it counts them' }, 'TCP_EVERY of the kernel') }),
    ]);
    expect(others).toEqual([]);
    expect(every?.flags).toBe('--every <duration>');
    expect(every?.description).toBe(
      'a, b: between looks (1s to 1m; default 2s)\nc: TCP_EVERY of the kernel (1s to 1m in whole seconds)',
    );
  });

  test('holds a number to the widest range; the kind has its own', () => {
    const [count] = settingOptions([
      pretend('a', { count: whole(1, 5, 'Tries') }),
      pretend('b', { count: whole(3, 9, 'Tries') }),
    ]);
    expect(count?.parseArg?.('9', undefined)).toBe(9);
    expect(() => count?.parseArg?.('10', undefined)).toThrow('Allowed: a whole number from 1 to 9.');
    const [factor] = settingOptions([
      pretend('a', { factor: whole(1, 5, 'Times') }),
      pretend('b', { factor: decimal(0.5, 2, 'Times') }),
    ]);
    expect(factor?.parseArg?.('1.5', undefined)).toBe(1.5);
  });

  test('takes a number or a word where kinds disagree what it is', () => {
    const [of] = settingOptions([
      pretend('a', { of: whole(1, 5, 'How many') }),
      pretend('b', { of: choice(['all', 'any'], 'Which') }),
    ]);
    expect(of?.flags).toBe('--of <value>');
    expect(of?.parseArg?.('3', undefined)).toBe(3);
    expect(of?.parseArg?.('any', undefined)).toBe('any');
  });
});

describe('--fault', () => {
  const named = faultSyntax.split(', ');

  test('names every fault, and what may follow its colon', () => {
    expect(named.map((syntax) => syntax.split(':')[0])).toEqual(faultKinds);
    expect(named).toContain('blackhole:both|to-peer|from-peer');
    expect(named).toContain('outage:1500ms');
  });

  const spelled = named.flatMap((syntax) => {
    const [kind = '', values] = syntax.split(':');
    return values === undefined ? [kind] : values.split('|').map((value) => `${kind}:${value}`);
  });

  test.each(spelled)('takes %s as help has it', (fault) => {
    const options = { target: 'eof', settings: {}, traffic: 'idle', os: 'linux', json: false } as const;
    expect(predictionsFor({ ...options, fault }).map((cell) => cell.fault.kind)).toEqual([fault.split(':')[0]]);
  });
});
