import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { halfopen, launcher, pinnedNode } from './command-line.ts';
import { jsonSchemas } from '#contract/experiment/json-schema.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('halfopen as a process', () => {
  it('prints help without an argument and ends with 0', async () => {
    const { exitCode, out, err } = await halfopen([]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toContain('Usage: halfopen');
  });

  it('can be started by its name: it is executable and names its interpreter', () => {
    expect(statSync(launcher).mode & 0o111).toBe(0o111);
  });

  it('names the nearest command and ends with 2 when it does not know one', async () => {
    expect(await halfopen(['perdict'])).toEqual({
      exitCode: 2,
      out: '',
      err: "halfopen: unknown command 'perdict'\n(Did you mean predict?)\n",
    });
  });

  it('shows a preset as a file that it reads again', async () => {
    const shown = await halfopen(['presets', 'show', 'quick']);
    expect(shown).toMatchObject({ exitCode: 0, err: '' });
    expect(shown.out).toMatch(/^# /);
    const copy = file('copy.yaml', shown.out);
    expect(await halfopen(['predict', copy, '--fault', 'fin'])).toMatchObject({ exitCode: 0, err: '' });
  });

  it('lists every preset with what it shows', async () => {
    const { exitCode, out } = await halfopen(['presets']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^classic \(default\)\n/);
    for (const name of ['quick', 'directions', 'budget']) expect(out).toContain(`\n${name}\n  `);
    expect(out).toMatch(/\nIncidents: [^]*\nhung-client\n {2}The client that hung for fifteen minutes\n/);
    expect((await halfopen(['presets', 'list', '--lang', 'zh'])).out).toContain('\n  卡死十五分钟的客户端\n');
  });

  it('ends quietly when nobody reads what it prints', () => {
    const shell = spawnSync('sh', ['-c', `"${pinnedNode}" "${launcher}" presets show classic | true`], {
      encoding: 'utf8',
    });
    expect(shell.stderr).toBe('');
  });
});

describe('what is given to run', () => {
  const refusalOf = async (target: string) => {
    const { exitCode, out, err } = await halfopen(['predict', target]);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    return err.replaceAll(folder, '');
  };

  it('is a preset that does not exist', async () => {
    expect(await refusalOf('quikc')).toMatchInlineSnapshot(`
      "halfopen: There is no file or preset called quikc.
        given:   quikc
        allowed: a file, or a preset: classic, adaptive, budget, directions, mistakes, quick, silent-subscriber, hung-client, starved-ping, frozen-peer, stale-pongs, green-heartbeat, forgetful-balancer, one-lost-probe, half-set-keepalive, ghost-players
        hint:    did you mean quick?
      "
    `);
    const { exitCode, err } = await halfopen(['presets', 'show', 'quikc']);
    expect(exitCode).toBe(2);
    expect(err).toMatchInlineSnapshot(`
      "halfopen: There is no preset called quikc.
        given:   quikc
        allowed: classic, adaptive, budget, directions, mistakes, quick, silent-subscriber, hung-client, starved-ping, frozen-peer, stale-pongs, green-heartbeat, forgetful-balancer, one-lost-probe, half-set-keepalive, ghost-players
        hint:    did you mean quick?
      "
    `);
  });

  it('is a directory', async () => {
    mkdirSync(join(folder, 'plans'));
    expect(await refusalOf(join(folder, 'plans'))).toMatchInlineSnapshot(`
      "halfopen: /plans is a directory, not a file.
        given:   /plans
        allowed: a YAML or JSON file, or the name of a preset
      "
    `);
  });

  it('is a binary file', async () => {
    expect(await refusalOf(file('x.bin', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe)))).toMatchInlineSnapshot(`
      "halfopen: /x.bin is not a valid experiment: 1 problem
        not a text file in UTF-8
        hint:    "halfopen presets show classic" prints a complete example
      "
    `);
  });

  it('is an empty file', async () => {
    expect(await refusalOf(file('empty.yaml', ''))).toMatchInlineSnapshot(`
      "halfopen: /empty.yaml is not a valid experiment: 1 problem
        the file is empty
        hint:    "halfopen presets show classic" prints a complete example
      "
    `);
  });

  it('is a file with several problems', async () => {
    const text = 'deadline: 20\ndetectors: [{ kind: keepalife }]\nfaults: [{ kind: fin, down: 2s }]\n';
    expect(await refusalOf(file('bad.yaml', text))).toMatchInlineSnapshot(`
      "halfopen: /bad.yaml is not a valid experiment: 3 problems
        line 1, deadline: given 20, allowed: a duration from 1s to 1d, with its unit: "20s"
        line 2, detectors[0].kind: given "keepalife" (did you mean keepalive?), allowed: a mapping with a kind: one of eof, keepalive, user-timeout, heartbeat, dedicated-heartbeat, tcp-info, oob, write-probe, receive-deadline, k-of-n, bfd, phi-accrual, learned-heartbeat
        line 3, faults[0].down: unknown key, allowed: kind
        hint:    "halfopen presets show classic" prints a complete example
      "
    `);
  });

  it('is a file that may not be read', async () => {
    const path = file('secret.yaml', 'detectors: []');
    chmodSync(folder, 0o755);
    chmodSync(path, 0);
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { exitCode, err } = await halfopen(['predict', path], nobody);
    expect(exitCode).toBe(2);
    expect(err.replaceAll(folder, '')).toMatchInlineSnapshot(`
      "halfopen: /secret.yaml cannot be read by this user: permission denied.
        given:   /secret.yaml
        allowed: a YAML or JSON file, or the name of a preset
        error:   EACCES
      "
    `);
  });
});

describe('halfopen predict', () => {
  it('compares the defaults of three systems when nothing is said', async () => {
    const { exitCode, out } = await halfopen(['predict']);
    expect(exitCode).toBe(0);
    for (const system of [
      'keepalive 2h/75s/9 on Linux',
      'keepalive 2h/75s/8 on macOS',
      'keepalive 2h/1s/10 on Windows',
    ])
      expect(out).toContain(`${system}\n  blackhole  idle  `);
    // Two hours and eleven minutes, and what the granules of this kernel's timers add.
    expect(out).toMatch(/on Linux\n.* 11\.2 min to 2\.\d+ h {2}ETIMEDOUT {2}idle - age \+ count\*interval\n/);
  });

  it('prints the closed form for settings that were never run', async () => {
    const args = 'predict keepalive --idle 60s --interval 10s --count 6 --fault blackhole --os linux --json'.split(' ');
    const { exitCode, out } = await halfopen(args);
    expect(exitCode).toBe(0);
    const { schema, predictions } = JSON.parse(out) as { schema: string; predictions: { prediction: object }[] };
    expect(schema).toBe('halfopen.prediction/1');
    expect(predictions.map(({ prediction }) => prediction)).toEqual([
      expect.objectContaining({ kind: 'interval', errno: 'ETIMEDOUT' }),
      expect.objectContaining({ kind: expect.stringMatching(/^(interval|never)$/) }),
    ]);
  });

  it.each([
    ['keepalive --idle 60', 'a bare number'],
    ['keepalive --idle 60s --interval 10s --count 6 --tries 3', 'a setting of another detector'],
    ['eof --fault outage', 'a fault without its setting'],
    ['eof --fault earthquake', 'an unknown fault'],
    ['classic --idle 3s', 'a setting beside a file'],
  ])('refuses %s: %s', async (args) => {
    const { exitCode, out, err } = await halfopen(['predict', ...args.split(' ')]);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatchSnapshot();
  });
});

describe('a Node that cannot run Halfopen', () => {
  const pretend = (versions: object) => [
    '--import',
    `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,...${JSON.stringify(versions)}}})`,
  ];

  it.each([
    ['is too old', pretend({ node: '20.19.0' }), 'needs Node 22.18 or newer, and this is Node 20.19.0'],
    ['is too old of the odd line', pretend({ node: '23.5.0' }), 'needs Node 22.18 or newer, and this is Node 23.5.0'],
    ['lacks Node-API 10', pretend({ napi: '9' }), 'needs Node-API 10 or newer'],
    ['was told not to run TypeScript', ['--no-strip-types'], 'leave out --no-strip-types'],
  ])('%s: one sentence, no stack, exit code 3', async (_why, nodeOptions, sentence) => {
    const { exitCode, out, err } = await halfopen(['presets'], { nodeOptions });
    expect({ exitCode, out, lines: err.split('\n').length }).toEqual({ exitCode: 3, out: '', lines: 2 });
    expect(err).toContain(sentence);
  });

  it('has nothing installed beside it: says npm ci', () => {
    const copy = mkdtempSync(join(tmpdir(), 'halfopen-bare-'));
    for (const part of ['main', 'package.json'])
      cpSync(join(launcher, '../../..', part), join(copy, part), { recursive: true });
    const { status, stderr } = spawnSync(pinnedNode, [join(copy, 'main/cli/halfopen.mjs'), '--help'], {
      encoding: 'utf8',
    });
    rmSync(copy, { recursive: true });
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^halfopen: a package that Halfopen needs is not installed .+ Run "npm ci" in the checkout\.\n$/,
    );
  });
});

it('uses the schema that the documentation shows', () => {
  expect(Object.keys(jsonSchemas())).toEqual([
    'experiment-plan.schema.json',
    'experiment-result.schema.json',
    'replay-result.schema.json',
  ]);
});
