import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { openHistory } from '#recorder';
import { afterPowerCut, stepsOf } from './power-cut/disk.ts';
import type { Step } from './power-cut/disk.ts';
import { temporaryFolder } from './rig.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const trials = 120;
const cuts = 50;

/** What a process wrote, and when it waited for the disk, while it recorded a run through the history threads. */
function recordedSteps(): readonly Step[] {
  const folder = temporaryFolder();
  const [library, record] = [join(folder, 'record-writes.so'), join(temporaryFolder(), 'writes')];
  const flags = ['-std=gnu11', '-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC'];
  const built = spawnSync('cc', [...flags, here('power-cut/record-writes.c'), '-o', library, '-ldl'], {
    encoding: 'utf8',
  });
  expect(built.stderr).toBe('');
  const env = { ...process.env, LD_PRELOAD: library, HALFOPEN_FOLDER: folder, HALFOPEN_WRITES: record };
  const child = spawnSync(process.execPath, [here('power-cut/recording-child.ts'), folder, String(trials)], {
    encoding: 'utf8',
    env,
  });
  expect({ code: child.status, said: child.stderr }).toEqual({ code: 0, said: '' });
  return stepsOf(readFileSync(record));
}

const told = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) => (step.type === 'write' && step.file === 'told' ? [step.bytes.toString('utf8').trim()] : []));

test('a power cut at any instant loses no trial that was told, whatever else of the disk survives', () => {
  const steps = recordedSteps();
  expect(told(steps)).toHaveLength(trials + 1);
  expect(told(steps).at(-1)).toBe('concluded');
  const random = xoroshiro128plus(20_261_121);
  // From the first trial that was told on: before that there may be no database.
  const first = steps.findIndex((step) => step.type === 'write' && step.file === 'told');
  for (let cut = 0; cut < cuts; cut += 1) {
    const until = uniformInt(random, first + 1, steps.length);
    const folder = join(temporaryFolder(), 'after');
    // In turn nothing, everything and about half of what nobody waited for.
    const survives = () => cut % 3 === 1 || (cut % 3 === 2 && uniformInt(random, 0, 1) === 1);
    const before = steps.slice(0, until);
    afterPowerCut(before, survives, folder);
    const history = openHistory(join(folder, 'history.db'));
    const ended = history.milestones('cut', 0, 1000).flatMap(({ event }) => ('trial' in event ? [event.trial] : []));
    const known = told(before);
    expect(ended).toEqual(expect.arrayContaining(known.filter((line) => line !== 'concluded').map(Number)));
    const isOver = known.includes('concluded');
    expect(history.get('cut').status).toEqual(isOver ? 'complete' : expect.stringMatching(/^(partial|complete)$/));
    history.close();
  }
});
