import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf, readHandedStart, readStart, routeOf } from '#shell/start-arguments.ts';

const run = '01kb3x7v9q2m4n6p8r0s1t3v5w';

test.each([
  ['halfopen://experiments', '/experiments'],
  ['halfopen://history/', '/history'],
  ['halfopen://settings', '/settings'],
  [`halfopen://experiment/${run}`, `/experiments/run/${run}`],
  [`halfopen://latency/${run}`, `/latency/${run}`],
  ['halfopen://session/42', '/sessions/42'],
])('%s opens %s', (link, route) => {
  expect(routeOf(link)).toBe(route);
});

test.each([
  'https://experiments',
  'halfopen:experiments',
  'halfopen://',
  'halfopen://nowhere',
  'halfopen://experiment',
  `halfopen://experiment/${run}/more`,
  `halfopen://experiment/${run}?x=1`,
  `halfopen://experiment/${run}#x`,
  `halfopen://user@experiment/${run}`,
  `halfopen://experiment:80/${run}`,
  'halfopen://experiment/../../etc/passwd',
  'halfopen://experiment/%3Cscript%3E',
  'halfopen://session/0',
  'halfopen://session/1e9',
  'halfopen://session/-1',
  'halfopen://session/99999999999999999999',
  `halfopen://experiment/${'0'.repeat(5000)}`,
  42,
  null,
  undefined,
])('%s opens nothing', (link) => {
  expect(routeOf(link)).toBeNull();
});

test('whatever a link says, a route has one of the known forms', () => {
  const anyLink = fc.oneof(
    fc.string().map((text) => `halfopen://${text}`),
    fc.webUrl().map((url) => url.replace(/^https?/, 'halfopen')),
    fc
      .array(fc.constantFrom('experiment', 'session', run, '..', '%2e', '#', '?', '\\', '1', ''))
      .map((parts) => `halfopen://${parts.join('/')}`),
  );
  const form =
    /^\/(experiments|sessions|latency|history|settings|(experiments\/run|latency)\/[0-9a-z]{26}|sessions\/\d+)$/;
  fc.assert(
    fc.property(anyLink, (link) => {
      const route = routeOf(link);
      return route === null || form.test(route);
    }),
    { numRuns: 2000 },
  );
});

test('reads --db and a link among arguments that are Chromium’s', () => {
  expect(readStart(['--db', '/tmp/a.db', '--ozone-platform=wayland', 'halfopen://session/7'])).toEqual({
    db: '/tmp/a.db',
    route: '/sessions/7',
    file: null,
    allowFirewall: false,
  });
  expect(readStart(['--db=/tmp/b.db', 'notes.txt'])).toEqual({
    db: '/tmp/b.db',
    route: null,
    file: null,
    allowFirewall: false,
  });
  expect(readStart(['--db'])).toEqual({ db: null, route: null, file: null, allowFirewall: false });
  expect(readStart([])).toEqual({ db: null, route: null, file: null, allowFirewall: false });
});

test('a second start goes through the same door, and nonsense from it opens nothing', () => {
  expect(readHandedStart({ args: ['halfopen://history'] }).route).toBe('/history');
  for (const nonsense of [
    null,
    undefined,
    'x',
    { args: 'halfopen://history' },
    { args: [1] },
    { args: Array(99).fill('x') },
  ])
    expect(readHandedStart(nonsense)).toEqual({ db: null, route: null, file: null, allowFirewall: false });
});

test('no argument line makes it throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('--', '-', '--db', '--db=', '-x', '--no-db'))),
      (args) => {
        readStart(args);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a file of experiments is opened by its whole path, and by nothing else', () => {
  expect(readStart(['/home/a/b c.halfopen'])).toMatchObject({ route: null, file: '/home/a/b c.halfopen' });
  expect(readHandedStart({ args: ['/x.halfopen'] })).toMatchObject({ file: '/x.halfopen' });
  for (const other of [
    'x.halfopen',
    '/etc/passwd',
    '/x.halfopen\0.txt',
    'file:///x.halfopen',
    `/${'x'.repeat(5000)}.halfopen`,
    7,
  ])
    expect(fileOf(other)).toBeNull();
});

test('rules in the packet filter are allowed by the start itself only', () => {
  expect(readStart(['--allow-firewall'])).toMatchObject({ allowFirewall: true });
  expect(readStart(['halfopen://settings?allow-firewall', 'allow-firewall'])).toMatchObject({ allowFirewall: false });
});
