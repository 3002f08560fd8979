/** The linter as people run it: real sockets, real answers. */
import { expect, test } from 'vitest';
import { halfopen } from './command-line.ts';

const json = ['--json', '--no-history'];

interface Linted {
  readonly schema: string;
  readonly detector: { readonly idleMs: number };
  readonly findings: readonly {
    readonly question: string;
    readonly answer: string;
    readonly evidence: readonly { readonly fault: { readonly kind: string }; readonly traffic: string }[];
  }[];
}

async function lint(...args: readonly string[]) {
  const { exitCode, out, err } = await halfopen(['lint', ...args]);
  expect(err).toBe('');
  return { exitCode, ...(JSON.parse(out) as Linted) };
}

const answersOf = ({ findings }: Linted) => Object.fromEntries(findings.map((each) => [each.question, each.answer]));

// They run at once: each is mostly waiting. A busy machine may delay one of them; a wrong answer comes every time.
test.concurrent('a sound heartbeat, ten times faster, passes every question', { retry: 2 }, async () => {
  const linted = await lint('heartbeat idle=10s interval=10s tries=2', '--scale', '10', ...json);
  expect(linted).toMatchObject({ schema: 'halfopen.lint/1', exitCode: 0, detector: { idleMs: 1000 } });
  expect(answersOf(linted)).toEqual({ traffic: 'pass', bulk: 'pass', stale: 'pass', frozen: 'pass' });
  for (const { evidence } of linted.findings) expect(evidence.length).toBeGreaterThan(0);
});

test.concurrent('one that its own writes put off fails, with the cells that show it', { retry: 2 }, async () => {
  const linted = await lint('--idle', '1s', '--interval', '1s', '--tries', '2', '--activity', 'traffic', ...json);
  expect(linted.exitCode).toBe(1);
  expect(answersOf(linted)).toEqual({ traffic: 'fail', bulk: 'pass', stale: 'fail', frozen: 'fail' });
  const evidence = linted.findings[0]?.evidence ?? [];
  expect(evidence.map(({ fault, traffic }) => `${fault.kind} ${traffic}`)).toEqual(Array(3).fill('blackhole writing'));
});

test.concurrent('one that counts only PONG takes bulk data for death', { retry: 2 }, async () => {
  const linted = await lint('k-of-n interval=500ms slack=250ms k=2 n=3', ...json);
  expect(linted.exitCode).toBe(1);
  expect(answersOf(linted)).toMatchObject({ traffic: 'pass', bulk: 'fail', frozen: 'pass' });
});

test('what cannot be linted is said before anything is run', async () => {
  expect(await halfopen(['lint', 'eof'])).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('has no detection time of its own'),
  });
  expect(await halfopen(['lint', 'heartbeat idle=10 interval=3s tries=3'])).toMatchObject({
    exitCode: 2,
    err: expect.stringMatching(/cannot be linted with these settings[^]*--idle: .*with its unit/),
  });
  expect(await halfopen(['lint', 'keepalive idle=1s interval=1s count=3', '--scale', '3'])).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('whole seconds'),
  });
});
