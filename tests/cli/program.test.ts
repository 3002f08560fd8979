import { describe, expect, it } from 'vitest';
import type { Handlers } from '#cli/options.ts';
import { runProgram } from '#cli/program.ts';
import { HalfopenError } from '#model/error.ts';

interface Called {
  readonly exitCode: number;
  readonly handler: string | null;
  readonly options: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line with handlers that only write down how they were called. */
async function call(args: string, answer = 0): Promise<Called> {
  let handler: string | null = null;
  let options: unknown = null;
  let out = '';
  let err = '';
  const handlers = new Proxy({} as Handlers, {
    get: (_target, name) => (given: unknown) => {
      handler = String(name);
      options = given;
      return Promise.resolve(answer);
    },
  });
  const exitCode = await runProgram(args === '' ? [] : args.split(' '), {
    handlers,
    signal: new AbortController().signal,
    language: 'en',
    output: {
      write: (text) => void (out += text),
      writeError: (text) => void (err += text),
      columns: 80,
      colors: false,
    },
  });
  return { exitCode, handler, options, out, err };
}

/** What a command was called with, without the signal that every long one gets. */
async function optionsOf(args: string): Promise<unknown> {
  const { handler, options, err } = await call(args);
  expect(err).toBe('');
  if (typeof options !== 'object' || options === null) return [handler, options];
  return [handler, Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'signal'))];
}

describe('halfopen run', () => {
  it('runs the classic preset and keeps everything when nothing is said', async () => {
    expect(await optionsOf('run')).toEqual([
      'run',
      { target: 'classic', history: true, lang: 'en', quiet: false, simulate: false, allowFirewall: false },
    ]);
  });

  it('hands every option over, checked and with units', async () => {
    const args =
      'run my.yaml --json r.json --report r.html --md r.md --db h.db --repeats 10 --seed 7 --deadline 1.5s --lang zh -q --allow-firewall';
    expect(await optionsOf(args)).toEqual([
      'run',
      {
        target: 'my.yaml',
        json: 'r.json',
        report: 'r.html',
        markdown: 'r.md',
        db: 'h.db',
        history: true,
        repeats: 10,
        seed: 7,
        deadlineMs: 1500,
        lang: 'zh',
        quiet: true,
        simulate: false,
        allowFirewall: true,
      },
    ]);
  });

  it('can leave out the report and the history', async () => {
    expect(await optionsOf('run --no-report --no-history')).toEqual([
      'run',
      {
        target: 'classic',
        report: false,
        history: false,
        lang: 'en',
        quiet: false,
        simulate: false,
        allowFirewall: false,
      },
    ]);
  });

  it('ends with the exit code of the command', async () => {
    expect(await call('run', 1)).toMatchObject({ exitCode: 1 });
    expect(await call('run', 130)).toMatchObject({ exitCode: 130 });
  });
});

describe('the other commands', () => {
  it.each([
    ['presets', ['showPresets', { lang: 'en' }]],
    ['presets list --lang zh', ['showPresets', { lang: 'zh' }]],
    ['presets show quick', ['showPreset', 'quick']],
    ['capabilities', ['capabilities', { json: false, allowFirewall: false }]],
    ['capabilities --json --allow-firewall', ['capabilities', { json: true, allowFirewall: true }]],
    ['history', ['history', { action: 'list', json: false }]],
    ['history --json', ['history', { action: 'list', json: true }]],
    ['history list --db h.db --json', ['history', { action: 'list', json: true, db: 'h.db' }]],
    ['history show 3f', ['history', { action: 'show', id: '3f', json: false }]],
    ['history compare 3f 4a', ['history', { action: 'compare', left: '3f', right: '4a', json: false }]],
    ['history export 3f -o x.json', ['history', { action: 'export', id: '3f', file: 'x.json' }]],
    ['history import x.json', ['history', { action: 'import', file: 'x.json' }]],
    ['history delete 3f', ['history', { action: 'delete', id: '3f' }]],
    ['report 3f', ['report', { id: '3f', format: 'html', lang: 'en' }]],
    [
      'report 3f --format csv -o t.csv --lang zh --db h.db',
      ['report', { id: '3f', format: 'csv', lang: 'zh', output: 't.csv', db: 'h.db' }],
    ],
    ['ui', ['ui', { host: '127.0.0.1', port: 0, allowFirewall: false }]],
    [
      'ui --port 8080 --host ::1 --db h.db --allow-firewall',
      ['ui', { host: '::1', port: 8080, db: 'h.db', allowFirewall: true }],
    ],
    ['server', ['server', { host: '127.0.0.1', port: 43_211, pongDelayMs: 0, beatEveryMs: null }]],
    [
      'server --port 80 --host ::1 --pong-delay 5s --beat 250ms',
      ['server', { host: '::1', port: 80, pongDelayMs: 5000, beatEveryMs: 250 }],
    ],
    [
      'predict keepalive --idle 60s --interval 10s --count 6 --user-timeout 9s --fault outage:2s --traffic idle --os all --json',
      [
        'predict',
        {
          target: 'keepalive',
          settings: { idle: '60s', interval: '10s', count: 6, userTimeout: '9s' },
          fault: 'outage:2s',
          traffic: 'idle',
          os: 'all',
          json: true,
        },
      ],
    ],
    ['predict', ['predict', { target: null, settings: {}, fault: null, traffic: null, os: null, json: false }]],
  ])('%s', async (args, called) => {
    expect(await optionsOf(args)).toEqual(called);
  });

  it('give the client the settings of the classic one unless told otherwise', async () => {
    const heartbeat = { kind: 'heartbeat', from: 'client', frame: 'classic' };
    expect(await optionsOf('client 192.0.2.7')).toEqual([
      'client',
      {
        host: '192.0.2.7',
        port: 43_211,
        settings: { ...heartbeat, idleMs: 10_000, intervalMs: 3000, tries: 3 },
        socketOptions: {},
      },
    ]);
    expect(
      await optionsOf(
        'client [::1]:99 --idle 1s --tries 5 --keepalive-idle 60s --keepalive-interval 10s --keepalive-count 6 --user-timeout 9s',
      ),
    ).toEqual([
      'client',
      {
        host: '::1',
        port: 99,
        settings: { ...heartbeat, idleMs: 1000, intervalMs: 3000, tries: 5 },
        socketOptions: { keepalive: { idleMs: 60_000, intervalMs: 10_000, count: 6 }, userTimeoutMs: 9000 },
      },
    ]);
  });

  it('have "ui" under its old name, too, which says the new one', async () => {
    const asked = await call('ui --port 80 --db h.db');
    const { handler, options, out, err } = await call('serve --port 80 --db h.db');
    expect({ handler, options }).toMatchObject({ handler: 'ui', options: asked.options });
    expect({ out, err }).toEqual({ out: '', err: 'halfopen: "serve" is now called "ui"; it does the same\n' });
    expect((await call('--help')).out).not.toContain('serve ');
  });

  it('refuse half a keepalive', async () => {
    await expect(call('client h --keepalive-idle 60s')).rejects.toThrow(HalfopenError);
  });
});

describe('a mistake on the command line', () => {
  it.each([
    'rnu',
    'run a b',
    'run --repeat 3',
    'run --repeats 0',
    'run --repeats 1.5',
    'run --repeats many',
    'run --deadline 5',
    'run --deadline -5s',
    'run --lang fr',
    'run --json',
    'presets show',
    'presets frob',
    'history frob',
    'history lst',
    'report 3f --format pdf',
    'server --port -1',
    'server --port 65536',
    'client',
    'client a:b:c:99',
    'client host:99999',
    'predict keepalive --count 128',
    'predict --os beos',
  ])('%s ends with 2, calls nothing and says what is wrong', async (args) => {
    const { exitCode, handler, err, out } = await call(args);
    expect({ exitCode, handler, out }).toEqual({ exitCode: 2, handler: null, out: '' });
    expect(err).toMatchSnapshot();
  });
});

describe('help', () => {
  it.each(['', '--help', '-h', 'help'])('is printed for "halfopen %s" and is no error', async (args) => {
    const { exitCode, out, err } = await call(args);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toContain('halfopen run quick');
  });

  it.each([
    '',
    'run',
    'presets',
    'predict',
    'capabilities',
    'history',
    'history list',
    'report',
    'ui',
    'server',
    'client',
  ])('of "%s" reads well', async (command) => {
    const { exitCode, out } = await call(`${command} --help`.trim());
    expect(exitCode).toBe(0);
    expect(out).toMatchSnapshot();
  });

  it('has the version', async () => {
    expect(await call('--version')).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
