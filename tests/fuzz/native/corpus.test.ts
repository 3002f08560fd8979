/** Every input that a fuzzer kept, once: what was found stays mended. Fuzzing itself is `node tests/fuzz/native/run.ts`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { requires } from '../../precondition.ts';
import { nativeTargets, whyNoFuzzer } from './build.ts';

const missing = whyNoFuzzer();
const { describe, test } = requires(missing ?? 'clang', missing === null);

describe('what reads bytes of others, in C, under the sanitizers', () => {
  for (const target of nativeTargets)
    test(`${target.name} takes every input of its corpus`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'halfopen-fuzz-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const corpus = join(import.meta.dirname, '..', 'corpus', target.name);
      expect(readdirSync(corpus).length).toBeGreaterThan(0);
      const run = spawnSync(target.build(folder), ['-runs=0', corpus], { encoding: 'utf8', cwd: folder });
      expect({ code: run.status, said: run.status === 0 ? '' : run.stderr }).toEqual({ code: 0, said: '' });
    });
});
