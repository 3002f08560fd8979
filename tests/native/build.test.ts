import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { wrap } from '../../native/wrapper/wrap.ts';
import type { Binding } from '../../native/wrapper/binding.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(`${process.platform}-${process.arch}`, 'halfopen.node');

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** Runs build.mjs of the package at `where` and gives back what it said. */
function build(args: readonly string[], { env = {}, where = root }: { env?: NodeJS.ProcessEnv; where?: string } = {}) {
  const run = spawnSync(process.execPath, [join(where, 'native', 'build', 'build.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const oneSentence = /^halfopen: the native helper was not built, because [^\n]+\.\n$/;

test('builds once, and again only when something changed', () => {
  const out = temporary();
  expect(build(['--out', out])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('built') });
  const first = statSync(join(out, target));
  expect(build(['--out', out]).out).toContain('is up to date');
  expect(statSync(join(out, target)).ino).toBe(first.ino);
  expect(build(['--out', out], { env: { CC: 'cc -g' } }).out).toContain('built');
  expect(statSync(join(out, target)).ino).not.toBe(first.ino);
  const made = ['halfopen.node', 'halfopen.node.sha256'];
  if (process.platform === 'linux') made.unshift('halfopen-lab', 'halfopen-lab.sha256');
  expect(readdirSync(dirname(join(out, target))).toSorted()).toEqual(made);
});

test('a missing compiler costs one sentence that says how to get it, and fails only when the helper was demanded', () => {
  const out = temporary();
  const env = { CC: '/nonexistent' };
  const optional = build(['--out', out, '--optional'], { env });
  expect(optional).toEqual({ code: 0, out: '', err: expect.stringMatching(oneSentence) });
  expect(optional.err).toContain('"/nonexistent"');
  expect(optional.err).toContain('apt install gcc libc6-dev');
  expect(build(['--out', out], { env })).toEqual({ ...optional, code: 1 });
});

test('a compiler that fails leaves nothing behind', () => {
  const out = temporary();
  const failed = build(['--out', out, '--optional'], { env: { CC: 'cc --no-such-flag' } });
  expect(failed).toEqual({ code: 0, out: '', err: expect.stringMatching(oneSentence) });
  expect(failed.err).toContain('--no-such-flag');
  expect(readdirSync(dirname(join(out, target)))).toEqual([]);
});

test('a system that has no helper yet is told so', () => {
  const out = temporary();
  const optional = build(['--out', out, '--optional', '--os', 'sunos']);
  expect(optional).toEqual({ code: 0, out: '', err: expect.stringMatching(oneSentence) });
  expect(optional.err).toContain('sunos');
  expect(build(['--out', out, '--os', 'sunos']).code).toBe(1);
});

test('an output directory that cannot be written does not break an installation', () => {
  const file = join(temporary(), 'file');
  writeFileSync(file, '');
  const optional = build(['--out', file, '--optional']);
  expect(optional).toEqual({ code: 0, out: '', err: expect.stringMatching(oneSentence) });
});

/** A copy of the package, whose sources may be changed. */
function packageCopy(): string {
  const where = temporary();
  cpSync(join(root, 'native'), join(where, 'native'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(where, 'node_modules'));
  return where;
}

test('a prebuilt helper of these sources makes the build unnecessary, and one that was built here goes', () => {
  const where = packageCopy();
  const built = join(where, 'out', 'native', target);
  mkdirSync(dirname(built), { recursive: true });
  writeFileSync(built, 'of yesterday');
  const said = build(['--optional'], { where, env: { CC: '/nonexistent' } });
  const prebuilt = join(where, 'native', 'prebuilds', target);
  expect(said).toEqual({ code: 0, err: '', out: `halfopen: using the prebuilt native helper ${prebuilt}\n` });
  expect(readdirSync(dirname(built))).toEqual([]);
});

test('a prebuilt helper of other sources, or a damaged one, is not used', () => {
  const where = packageCopy();
  writeFileSync(join(where, 'native', 'prebuilds', target), 'damaged');
  expect(build([], { where }).out).toContain('built the native helper');
  const changed = packageCopy();
  appendFileSync(join(changed, 'native', 'addon', 'addon.c'), '/* changed */\n');
  expect(build([], { where: changed }).out).toContain('built the native helper');
});

test('every prebuilt helper is what these sources make, as far as their compilers are here', () => {
  const check = spawnSync(process.execPath, [join(root, 'native', 'build', 'prebuild.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(check.stderr).toBe('');
  const lines = check.stdout.trim().split('\n');
  expect(lines).toHaveLength(6);
  for (const line of lines) expect(line).toMatch(/is what these sources make$|is listed; not made again/);
  expect(check.status).toBe(0);
});

test('the helper for other systems has the same surface and answers ENOTSUP', () => {
  const out = temporary();
  expect(build(['--out', out, '--os', 'unsupported'])).toMatchObject({ code: 0, err: '' });
  const binding: Binding = createRequire(import.meta.url)(join(out, target));
  const unsupported = wrap(binding);
  expect(new Set(Object.values(unsupported.limits))).toEqual(new Set([null]));
  expect(unsupported.applyOptions(0, {})).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' }, now: null });
  expect(unsupported.applyOptions(0, { count: 3 })).toMatchObject({
    ok: false,
    refusal: { option: 'count', value: 3 },
  });
  const rest = ['readOptions', 'tcpInfo', 'queues', 'readiness', 'sendOob', 'cutOff', 'restore'] as const;
  for (const operation of rest)
    expect(unsupported[operation](0)).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' } });
  expect(unsupported.openDiag()).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' } });
  expect(unsupported.enterNetns({ fd: 0 })).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' } });
  expect(unsupported.fetch('door', 'ticket')).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' } });
  expect(unsupported.systemFolder()).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' } });
  expect(unsupported.dieWithParent()).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' } });
  expect(unsupported.tickNs()).toBe(0n);
  expect(unsupported.monotonicNs()).toBeLessThanOrEqual(process.hrtime.bigint());
});
