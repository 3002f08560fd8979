/** halfopen-lab under the sanitizers: whatever it is told, it answers or ends, and touches no memory that is not its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const sourceFolder = fileURLToPath(new URL('../../native/lab', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
const program = join(folder, 'lab');
const noNamespaces = spawnSync('unshare', ['--user', '--map-root-user', '--net', 'true'], { encoding: 'utf8' }).stderr;

/** Its answers, when it is told this and then nothing more. */
function told(input: string | Buffer) {
  const run = spawnSync(program, ['7'], { input, encoding: 'utf8', timeout: 20_000 });
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  const answers = lines.map((line) => JSON.parse(line) as { id: number; result: number; said?: string });
  return { code: run.status, stderr: run.stderr, answers };
}

const long = 'x'.repeat(300 * 1024);

describe.skipIf(process.platform !== 'linux' || noNamespaces !== '')('a holder of private hosts', () => {
  beforeAll(() => {
    const sources = ['.', '../netlink'].flatMap((part) =>
      readdirSync(join(sourceFolder, part))
        .filter((name) => name.endsWith('.c'))
        .map((name) => join(part, name)),
    );
    const flags = [
      '-std=c11',
      '-g',
      '-Wall',
      '-Wextra',
      '-Werror',
      '-fsanitize=address,undefined',
      '-fno-sanitize-recover',
    ];
    const built = spawnSync('cc', [...flags, ...sources, '-o', program], { cwd: sourceFolder, encoding: 'utf8' });
    expect(built.stderr).toBe('');
    return () => rmSync(folder, { recursive: true });
  }, 60_000);

  test('does everything that it can, under the sanitizers', () => {
    const requests = [
      'capture\tclient',
      'listen\t7000',
      'dial\t198.19.7.2\t7000',
      'sysctl\tclient\tnet/ipv4/tcp_retries2\t5',
      'blackhole\tadd',
      'blackhole\tdel',
      'link\tserver\teth0\tdown',
      'link\tserver\teth0\tup',
      'halt',
      'boot',
      'forget-after\t2',
      'capture\toff',
    ];
    const { code, stderr, answers } = told(requests.map((request, i) => `${i + 1}\t${request}\n`).join(''));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const failed = answers.filter(({ result }) => result < 0);
    expect(failed).toEqual([]);
    expect(answers.map(({ id }) => id)).toEqual(expect.arrayContaining([0, 1, 2, 4, 8, 9, 10, 12]));
  });

  test('passes on what a program reads and says, to the byte', () => {
    const text = '\tä"\\\n{}\u0001\u007f空闲\n';
    const { answers } = told(
      `1\trun\tserver\tcat\t${Buffer.byteLength(text)}\n${text}2\trun\tclient\tfalse\t0\n3\trun\tclient\t/nonexistent\t0\n`,
    );
    expect(answers.slice(1).map(({ id, result }) => [id, result])).toEqual([
      [1, 0],
      [2, 1],
      [3, -2],
    ]);
    expect(answers[1]?.said).toBe(text);
  });

  test.each([
    ['a verb that it does not know', '1\tdance\n', -22],
    ['a verb with too few words', '1\tlink\tclient\n', -22],
    ['an interface that is not there', '1\tlink\tclient\teth9\tdown\n', -19],
    ['a setting outside of /proc/sys', '1\tsysctl\tclient\t../../etc/passwd\t1\n', -22],
    ['an address that is none', '1\tdial\tnowhere\t7000\n', -22],
    ['a number that is none, and too many words', `1\t${'a\t'.repeat(40)}\n`, -22],
    ['a request without anything', '1\n', -22],
    ['a host that there is not', '1\tlink\tmoon\tto-server\tdown\n', -22],
    ['a port that there is not', '1\tlisten\t70000\n', -22],
    ['a length that is none', '1\trun\tclient\tfalse\tnothing\n', -22],
    ['too many words, with the input behind them', `1\trun\tclient\techo\t${'a\t'.repeat(20)}7\n3\thalt\n`, -22],
  ])('refuses %s, and goes on', (_what, request, errno) => {
    const { code, stderr, answers } = told(`${request}2\tblackhole\tadd\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(answers.slice(1).map(({ result }) => result)).toEqual([errno, 0]);
  });

  test.each([
    ['noise', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251))],
    ['a line without an end', long],
    ['a program that reads more than was sent', '1\trun\tclient\tcat\t99999\nshort'],
    ['a program that reads more than is allowed', `1\trun\tclient\tcat\t999999999\n${long}`],
    ['an input of negative length', '1\trun\tclient\tcat\t-1\nshort'],
  ])('ends by itself after %s', (_what, input) => {
    const { code, stderr } = told(input);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
