import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualTime } from '#model/kernel/virtual-time.ts';
import { ns } from '#model/time.ts';

test('what is due runs in order of its time, then of asking; what is cancelled never', () => {
  const asked = fc.array(fc.record({ at: fc.double({ min: 0, max: 50, noNaN: true }), isCancelled: fc.boolean() }));
  fc.assert(
    fc.property(asked, (all) => {
      const time = new VirtualTime();
      const ran: number[] = [];
      for (const [index, { at, isCancelled }] of all.entries()) {
        const cancel = time.at(ns(at), () => {
          expect(time.now).toBe(Math.ceil(at));
          ran.push(index);
        });
        if (isCancelled) cancel();
      }
      while (time.step());
      const wanted = [...all.entries()].filter(([, { isCancelled }]) => !isCancelled);
      const inOrder = wanted.toSorted(([, a], [, b]) => Math.ceil(a.at) - Math.ceil(b.at)).map(([index]) => index);
      expect(ran).toEqual(inOrder);
    }),
  );
});

test('what is asked for in the past runs now, after what is already due', () => {
  const time = new VirtualTime();
  const ran: string[] = [];
  time.at(ns(10), () => {
    time.at(ns(3), () => ran.push(`late at ${time.now}`));
    ran.push('first');
  });
  time.at(ns(10), () => ran.push('second'));
  while (time.step());
  expect(ran).toEqual(['first', 'second', 'late at 10']);
  expect(time.now).toBe(10);
});
