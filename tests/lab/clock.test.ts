import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { nsOfMs, plusMs } from '#model/time.ts';
import { createClock } from '#platform';

test('runs what is due in the order of the due times, never early, whatever the order of asking', async () => {
  const clock = createClock();
  const start = clock.now();
  const delays = [30, 5, 12, 5, 1, 40, 22, 3];
  const ran: { delay: number; early: boolean }[] = [];
  await new Promise<void>((resolve) => {
    for (const delay of delays)
      clock.at(plusMs(start, delay), () => {
        ran.push({ delay, early: clock.now() < start + nsOfMs(delay) });
        if (ran.length === delays.length) resolve();
      });
  });
  expect(ran).toEqual(delays.toSorted((a, b) => a - b).map((delay) => ({ delay, early: false })));
});

test('what is cancelled never runs', async () => {
  const clock = createClock();
  const ran: string[] = [];
  const cancel = clock.at(plusMs(clock.now(), 5), () => ran.push('cancelled'));
  cancel();
  await new Promise<void>((resolve) => void clock.at(plusMs(clock.now(), 10), () => resolve()));
  expect(ran).toEqual([]);
});

test('what a callback asks for while others are due keeps its place', async () => {
  const clock = createClock();
  const start = clock.now();
  const ran: string[] = [];
  await new Promise<void>((resolve) => {
    clock.at(plusMs(start, 5), () => {
      ran.push('first');
      clock.at(plusMs(start, 7), () => ran.push('second'));
    });
    clock.at(plusMs(start, 15), () => (ran.push('third'), resolve()));
  });
  expect(ran).toEqual(['first', 'second', 'third']);
});

test('a clock with nothing left to wait for keeps no process alive', async () => {
  const program = `
    import { createClock } from '#platform';
    const clock = createClock();
    const cancel = clock.at(clock.now() + 3600e9, () => {});
    clock.at(clock.now() + 7200e9, () => {})();
    cancel();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  expect(await new Promise((resolve) => void child.once('exit', resolve))).toBe(0);
});
