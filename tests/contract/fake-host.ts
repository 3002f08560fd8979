/** A host that can be watched: a few entries do something, the others say that they are not there. */
import { hostContract } from '#contract/wire/host.ts';
import type { Host } from '#contract/wire/host.ts';
import { HalfopenError } from '#model/error.ts';
import { defaultPreferences } from '#model/history-query.ts';

export interface FakeHost {
  readonly host: Host;
  /** Items that the feed has made so far. */
  readonly made: () => number;
  /** How many feeds have ended, by whatever way. */
  readonly ended: () => number;
  readonly cancelled: () => number;
}

export function fakeHost(items: number | 'endless'): FakeHost {
  let [made, ended, cancelled] = [0, 0, 0];
  const absent = (name: string) => async () => {
    throw new HalfopenError({
      code: 'not-here',
      fault: 'machine',
      message: `no ${name}`,
      hint: 'Try elsewhere.',
      errno: 'ENOSYS',
    });
  };
  const entries = Object.keys(hostContract).map((name) => [name, absent(name)]);
  const host = {
    ...(Object.fromEntries(entries) as unknown as Host),
    'preferences.get': async () => defaultPreferences,
    'host.reveal': (_: null, signal: AbortSignal) =>
      new Promise<null>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          cancelled += 1;
          reject(new HalfopenError({ code: 'cancelled', fault: 'input', message: 'cancelled' }));
        });
      }),
    'plan.presets': async () => {
      throw new Error('a defect');
    },
    async *'history.changes'() {
      try {
        while (items === 'endless' || made < items) {
          made += 1;
          yield { revision: made };
        }
      } finally {
        ended += 1;
      }
    },
    async *'session.watch'(_: unknown, signal: AbortSignal) {
      try {
        yield {
          now: 5,
          info: null,
          timer: null,
          forecasts: [
            {
              fault: { kind: 'freeze' as const },
              prediction: {
                kind: 'interval' as const,
                verdict: 'dead' as const,
                errno: null,
                fromMs: 1,
                toMs: Infinity,
                rule: 'r',
                formula: 'f',
                source: 's',
              },
            },
          ],
        };
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      } finally {
        ended += 1;
      }
    },
  } satisfies Host;
  return { host, made: () => made, ended: () => ended, cancelled: () => cancelled };
}
