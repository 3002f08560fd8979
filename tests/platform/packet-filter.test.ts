/** Rules of packet filters, as they are worded, kept and taken away; the programs that would carry them out are the test's own. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { macRules } from '#platform/darwin/pf-rules.ts';
import { sweepRules, wordsForLeft } from '#platform/faults/leftover-rules.ts';
import { createPacketFilter } from '#platform/faults/packet-filter.ts';
import { remedyOf } from '#platform/faults/rule-words.ts';
import type { Command, Flow, RuleWords } from '#platform/faults/rule-words.ts';
import { ProgramFailed, runProgram } from '#platform/faults/run-program.ts';
import { windowsRules } from '#platform/win32/firewall-rules.ts';

const flow: Flow = { local: { address: '10.0.0.1', port: 50_000 }, remote: { address: '10.0.0.2', port: 43_211 } };
const other: Flow = { ...flow, local: { ...flow.local, port: 50_001 } };
const windows = windowsRules({
  program: String.raw`C:\Program Files\Halfopen\Halfopen.exe`,
  systemFolder: String.raw`C:\Windows\system32`,
});
const netsh = String.raw`C:\Windows\system32\netsh.exe`;

/** What netsh says without privileges, in its own language; it says the same of rules that are not there. */
const denied = new ProgramFailed(1, 'Der angeforderte Vorgang erfordert erhöhte Rechte.', new Error('exit code 1'));

function journalFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'journal');
}

/** A filter whose commands are noted; those that match `failing` fail. pf hands out the tokens 101, 102, and so on. */
function filterOf(words: RuleWords, failing: RegExp = /(?!)/) {
  const ran: Command[] = [];
  const journal = journalFile();
  let token = 100;
  const run = async (command: Command): Promise<string> => {
    ran.push(command);
    const text = command.args.join(' ');
    if (failing.test(text)) throw new Error('Access is denied.');
    return text === '-E' ? `No ALTQ support in kernel\npf enabled\nToken : ${(token += 1)}` : '';
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
    `${netsh} advfirewall firewall ${verb} rule ${which(way)}${verb === 'add' ? ' action=block' : ''}`;

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

describe('on a Mac', () => {
  const rule = 'block drop in quick proto tcp from 10.0.0.2 port 43211 to 10.0.0.1 port 50000\n';

  test('an anchor of our own is loaded, and emptied in the end; pf is on only in between', async () => {
    const { filter, ran, journal } = filterOf(macRules);
    await filter.block([flow], 'from-peer');
    expect(readFileSync(journal, 'utf8')).toBe('4711 101\n');
    await filter.close();
    expect(texts(ran)).toEqual([
      '/sbin/pfctl -E',
      `/sbin/pfctl -q -a com.apple/halfopen-4711 -f - ${rule}`,
      '/sbin/pfctl -q -a com.apple/halfopen-4711 -f - ',
      '/sbin/pfctl -q -X 101',
    ]);
    expect(existsSync(journal)).toBe(false);
  });

  test('pf is turned on once for many cuts, and once more after it was given back', async () => {
    const { filter, ran } = filterOf(macRules);
    await filter.block([flow], 'both');
    await filter.block([other], 'both');
    await filter.unblock([flow, other]);
    await filter.block([flow], 'both');
    await filter.close();
    expect(texts(ran).filter((text) => / -[EX]\b/.test(text))).toEqual([
      '/sbin/pfctl -E',
      '/sbin/pfctl -q -X 101',
      '/sbin/pfctl -E',
      '/sbin/pfctl -q -X 102',
    ]);
  });

  test('a rule that is refused leaves pf as it was', async () => {
    const { filter, ran, journal } = filterOf(macRules, /-f -/);
    await expect(filter.block([flow], 'both')).rejects.toMatchObject({ detail: { code: 'firewall-refused' } });
    expect(texts(ran).at(-1)).toBe('/sbin/pfctl -q -X 101');
    expect(existsSync(journal)).toBe(false);
    await filter.close();
  });

  test('a pf that cannot be turned on leaves nothing to remove', async () => {
    const { filter, journal } = filterOf(macRules, /./);
    await expect(filter.block([flow], 'both')).rejects.toMatchObject({ detail: { hint: /sudo/ } });
    expect(existsSync(journal)).toBe(false);
    await filter.close();
  });

  test('the reference of a process that crashed is released at the next start, with its rules', async () => {
    const { filter, ran, journal, run } = filterOf(macRules);
    await filter.block([flow], 'both');
    ran.length = 0;
    expect(await sweepRules({ words: macRules, run, journal }, () => false)).toEqual([]);
    expect(texts(ran)).toEqual(['/sbin/pfctl -q -a com.apple/halfopen-4711 -F rules', '/sbin/pfctl -q -X 101']);
    expect(existsSync(journal)).toBe(false);
  });

  test.each(['pfctl: pf not enabled', 'No ALTQ support in kernel\npfctl: pf: token invalid'])(
    'a reference that went with a restart of the system is no leftover (%s)',
    async (printed) => {
      const journal = journalFile();
      writeFileSync(journal, '4711 16372418342883284829\n');
      const run = async ({ args }: Command): Promise<string> => {
        if (args.includes('-X')) throw new ProgramFailed(1, printed, new Error('exit code 1'));
        return '';
      };
      expect(await sweepRules({ words: macRules, run, journal }, () => false)).toEqual([]);
      expect(existsSync(journal)).toBe(false);
    },
  );

  test('a reference that cannot be released is named, and kept for the next start', async () => {
    const journal = journalFile();
    writeFileSync(journal, '4711 101\n');
    const run = async ({ args }: Command): Promise<string> => {
      if (args.includes('-X')) throw new ProgramFailed(1, 'pfctl: /dev/pf: Permission denied', new Error(''));
      return '';
    };
    expect(await sweepRules({ words: macRules, run, journal }, () => false)).toEqual([
      { name: 'halfopen-4711', why: 'pfctl: /dev/pf: Permission denied' },
    ]);
    expect(readFileSync(journal, 'utf8')).toBe('4711 101\n');
  });
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
  expect(await whole.can()).toEqual({ no: expect.stringContaining('Access is denied'), fix: remedyOf(windows) });
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
  expect(texts(ran)).toEqual([`${netsh} advfirewall firewall delete rule name=halfopen-4711`]);
  expect(readFileSync(journal, 'utf8')).toBe('99\n');
});

test('rules that cannot be removed are remembered and named, and a person is told what to do', async () => {
  const { filter, journal } = filterOf(windows);
  await filter.block([flow], 'both');
  // Everybody may look, and finds the rule.
  const run = async ({ args }: Command): Promise<string> => (args.includes('delete') ? Promise.reject(denied) : '');
  const left = await sweepRules({ words: windows, run, journal }, () => false);
  expect(left).toEqual([{ name: 'halfopen-4711', why: denied.message }]);
  expect(readFileSync(journal, 'utf8')).toBe('4711\n');
  expect(wordsForLeft(windows, left)).toEqual({
    no: `what an earlier start left in Windows Defender Firewall could not be removed: halfopen-4711 (${denied.message.slice(0, -1)})`,
    fix: 'Start Halfopen as administrator once: it removes them.',
  });
  expect(wordsForLeft(windows, [])).toBeNull();
});

test('rules that are not there any more are no leftover, in whatever language netsh says so', async () => {
  const { filter, journal } = filterOf(windows);
  await filter.block([flow], 'both');
  expect(await sweepRules({ words: windows, run: () => Promise.reject(denied), journal }, () => false)).toEqual([]);
  expect(existsSync(journal)).toBe(false);
});

test('a journal that cannot be read is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const run = async (): Promise<string> => '';
  expect(await sweepRules({ words: windows, run, journal: folder }, () => false)).toEqual([
    { name: folder, why: expect.stringContaining('EISDIR') },
  ]);
});

test('the journal is for its user only, and a link in its place is not followed', async () => {
  const { filter, journal } = filterOf(windows);
  const victim = `${journal}-victim`;
  writeFileSync(victim, 'precious');
  symlinkSync(victim, journal);
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  await filter.block([flow], 'both');
  expect(readFileSync(victim, 'utf8')).toBe('precious');
  expect(readFileSync(journal, 'utf8')).toBe('4711\n');
  expect((statSync(journal).mode & 0o777).toString(8)).toBe('600');
});

test('a program that fails, or is not there, is an error with its own first words', async () => {
  const node = process.execPath;
  await expect(runProgram({ program: node, args: ['-e', 'process.stdin.resume()'], input: 'x' })).resolves.toBe('');
  await expect(runProgram({ program: node, args: ['-e', 'console.error("said"); console.log("out")'] })).resolves.toBe(
    'said\nout',
  );
  await expect(
    runProgram({ program: node, args: ['-e', 'console.error("no\\nmore"); process.exit(1)'] }),
  ).rejects.toMatchObject({ message: 'no', exitCode: 1, printed: 'no\nmore' });
  await expect(runProgram({ program: '/nonexistent', args: [] })).rejects.toThrow(/ENOENT/);
});
