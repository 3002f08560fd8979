/** Rules of packet filters, as they are worded, kept and taken away; the programs that would carry them out are the test's own. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPacketFilter, runProgram, sweepRules } from '#platform/faults/packet-filter.ts';
import type { Command, Flow, RuleWords } from '#platform/faults/packet-filter.ts';
import { macRules } from '#platform/darwin/pf-rules.ts';
import { windowsRules } from '#platform/win32/firewall-rules.ts';

const flow: Flow = { local: { address: '10.0.0.1', port: 50_000 }, remote: { address: '10.0.0.2', port: 43_211 } };
const other: Flow = { ...flow, local: { ...flow.local, port: 50_001 } };
const windows = windowsRules(String.raw`C:\Program Files\Halfopen\Halfopen.exe`);

function journalFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'journal');
}

/** A filter whose commands are noted; those that match `failing` fail. */
function filterOf(words: RuleWords, failing: RegExp = /(?!)/) {
  const ran: Command[] = [];
  const journal = journalFile();
  const run = async (command: Command): Promise<void> => {
    ran.push(command);
    if (failing.test(command.args.join(' '))) throw new Error('Access is denied.');
  };
  const whole = createPacketFilter({ words, run, journal, pid: 4711 });
  return { ran, journal, run, whole, filter: whole.share() };
}

const texts = (commands: readonly Command[]): readonly string[] =>
  commands.map(({ program, args, input }) => [program, ...args, ...(input === undefined ? [] : [input])].join(' '));

describe('on Windows', () => {
  const which = (way: string): string =>
    `name=halfopen-4711 dir=${way} ` +
    String.raw`program=C:\Program Files\Halfopen\Halfopen.exe profile=any protocol=TCP ` +
    'localip=10.0.0.1 localport=50000 remoteip=10.0.0.2 remoteport=43211';
  const rule = (verb: string, way: string): string =>
    `netsh.exe advfirewall firewall ${verb} rule ${which(way)}${verb === 'add' ? ' action=block' : ''}`;

  test('a rule names our program and both ends of the connection, for each direction', async () => {
    const { filter, ran } = filterOf(windows);
    await filter.block([flow], 'both');
    expect(texts(ran)).toEqual([rule('add', 'in'), rule('add', 'out')]);
    ran.length = 0;
    await filter.unblock([flow]);
    await filter.block([flow], 'to-peer');
    expect(texts(ran)).toEqual([rule('delete', 'in'), rule('delete', 'out'), rule('add', 'out')]);
  });

  test('a second cut leaves the rules of the first alone', async () => {
    const { filter, ran } = filterOf(windows);
    await filter.block([flow], 'from-peer');
    ran.length = 0;
    await filter.block([other], 'from-peer');
    expect(texts(ran)).toEqual([rule('add', 'in').replace('50000', '50001')]);
  });

  test('loopback is not promised', () => {
    expect(windows.seesLoopback).toBe(false);
  });
});

test('on a Mac an anchor of our own is loaded, and emptied in the end', async () => {
  const { filter, ran } = filterOf(macRules);
  await filter.block([flow], 'from-peer');
  await filter.close();
  expect(texts(ran)).toEqual([
    '/sbin/pfctl -q -a com.apple/halfopen-4711 -f - block drop in quick proto tcp from 10.0.0.2 port 43211 to 10.0.0.1 port 50000\n',
    '/sbin/pfctl -q -e',
    '/sbin/pfctl -q -a com.apple/halfopen-4711 -f - ',
    '/sbin/pfctl -q -e',
  ]);
});

test('healing one connection leaves the others cut', async () => {
  const { filter, ran } = filterOf(macRules);
  await filter.block([flow, other], 'both');
  ran.length = 0;
  await filter.unblock([flow]);
  expect(ran[0]?.input).toContain('port 50001');
  expect(ran[0]?.input).not.toContain('port 50000');
});

test('what one run blocked goes with it; what live sessions blocked stays', async () => {
  const { whole, filter: run, ran } = filterOf(macRules);
  const live = whole.share();
  await Promise.all([run.block([flow], 'both'), live.block([other], 'both')]);
  ran.length = 0;
  await run.close();
  expect(ran[0]?.input).toContain('port 50001');
  expect(ran[0]?.input).not.toContain('port 50000');
  await live.close();
  expect(ran.at(-2)?.input).toBe('');
});

test('what is refused is said with the way out, and nothing claims to be cut', async () => {
  const { filter, whole } = filterOf(windows, /add rule/);
  await expect(filter.block([flow], 'both')).rejects.toMatchObject({
    detail: { code: 'firewall-refused', message: /Access is denied/, hint: /administrator/ },
  });
  expect(await whole.can()).toEqual({ no: expect.stringContaining('Access is denied'), fix: windows.remedy });
});

test('trying it strikes nobody and leaves nothing', async () => {
  const { whole, ran, journal } = filterOf(windows);
  expect(await whole.can()).toBe(true);
  expect(
    texts(ran)
      .filter((text) => /add rule/.test(text))
      .every((text) => text.includes('192.0.2.')),
  ).toBe(true);
  expect(texts(ran).at(-1)).toMatch(/delete rule name=halfopen-4711 .*192\.0\.2\.2/);
  expect(existsSync(journal)).toBe(false);
});

test('rules of a process that crashed go at the next start; those of one that lives stay', async () => {
  const { filter, journal, ran, run } = filterOf(windows);
  await filter.block([flow], 'both');
  writeFileSync(journal, `${readFileSync(journal, 'utf8')}99\nnonsense\n`);
  ran.length = 0;
  expect(await sweepRules({ words: windows, run, journal }, (pid) => pid === 99)).toEqual([]);
  expect(texts(ran)).toEqual(['netsh.exe advfirewall firewall delete rule name=halfopen-4711']);
  expect(readFileSync(journal, 'utf8')).toBe('99\n');
});

test('rules that cannot be removed are remembered and named', async () => {
  const { filter, journal } = filterOf(windows);
  await filter.block([flow], 'both');
  const denied = (): Promise<void> => Promise.reject(new Error('Access is denied.'));
  expect(await sweepRules({ words: windows, run: denied, journal }, () => false)).toEqual(['halfopen-4711']);
  expect(readFileSync(journal, 'utf8')).toBe('4711\n');
});

test('a program that fails, or is not there, is an error with its own first words', async () => {
  const node = process.execPath;
  await expect(
    runProgram({ program: node, args: ['-e', 'process.stdin.resume()'], input: 'x' }),
  ).resolves.toBeUndefined();
  await expect(
    runProgram({ program: node, args: ['-e', 'console.error("no\\nmore"); process.exit(1)'] }),
  ).rejects.toThrow(/^no$/);
  await expect(runProgram({ program: '/nonexistent', args: [] })).rejects.toThrow(/ENOENT/);
});
