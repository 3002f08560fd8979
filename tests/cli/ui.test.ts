/** `halfopen ui` where it runs: in a checkout that was never built, and where nothing can be built. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../ground/sources.ts';
import { pinnedNode } from './command-line.ts';

let checkout = '';
let child: ChildProcess | null = null;

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'halfopen-ui-'));
  for (const part of ['main', 'native', 'renderer', 'build', 'package.json', 'package-lock.json', 'tsconfig.base.json'])
    cpSync(join(repository, part), join(checkout, part), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(checkout, 'node_modules'));
});
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(checkout, { recursive: true });
});

interface Shown {
  readonly err: string;
  /** Of the address that it printed; null when it printed none. */
  readonly page: string | null;
  readonly exitCode: number | null;
}

const textAt = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => void (text += part));
      response.once('end', () => resolve(text));
    }).once('error', reject);
  });

/** Starts it, fetches the page at the address that it prints, and interrupts it. */
async function shown(command: 'ui' | 'serve' = 'ui'): Promise<Shown> {
  const db = join(checkout, 'history.db');
  const started = spawn(pinnedNode, [join(checkout, 'main/cli/halfopen.mjs'), command, '--db', db], {
    cwd: checkout,
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let out = '';
  let err = '';
  started.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
  const closed = new Promise<number | null>((resolve) => void started.once('close', resolve));
  const address = new Promise<string>((resolve) => {
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const [url] = /http\S+/.exec(out) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([address, closed.then(() => null)]);
  const page = url === null ? null : await textAt(url);
  started.kill('SIGINT');
  return { exitCode: await closed, err, page };
}

const built = /^halfopen: building the app's view from its sources \.\.\. \d+\.\d s\n$/;
const view = expect.stringContaining('<div id="root">');

describe('halfopen ui', () => {
  it('builds the view of a checkout that has none, says so in one line, and shows it', async () => {
    expect(await shown()).toEqual({ exitCode: 0, err: expect.stringMatching(built), page: view });
  });

  it('builds and says nothing when nothing has changed', async () => {
    expect(await shown()).toEqual({ exitCode: 0, err: '', page: view });
  });

  it('goes on when nobody reads its standard error any more', async () => {
    const started = spawn(pinnedNode, [join(checkout, 'main/cli/halfopen.mjs'), 'ui', '--db', ':memory:'], {
      cwd: checkout,
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let out = '';
    const url = await new Promise<string>((resolve) => {
      started.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
        const [found] = /http\S+/.exec(out) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    started.stderr.destroy();
    // Each refusal is a line on standard error.
    for (let time = 0; time < 3; time += 1)
      await new Promise(
        (resolve, reject) => void get(url, { headers: { Host: 'evil.example' } }, resolve).once('error', reject),
      );
    expect(await textAt(url)).toContain('<div id="root">');
    const closed = new Promise((resolve) => void started.once('close', resolve));
    started.kill('SIGINT');
    expect(await closed).toBe(0);
  });

  it('builds again after a change, and after somebody has deleted what was built', async () => {
    appendFileSync(join(checkout, 'renderer/index.html'), '<!-- changed -->\n');
    expect(await shown()).toMatchObject({
      err: expect.stringMatching(built),
      page: expect.stringContaining('changed'),
    });
    rmSync(join(checkout, 'out/renderer'), { recursive: true });
    expect(await shown()).toMatchObject({ err: expect.stringMatching(built), page: view });
  });

  it('stops with what the build said when the sources are broken', async () => {
    const entry = join(checkout, 'renderer/index.html');
    appendFileSync(entry, '<script type="module" src="./nowhere.ts"></script>\n');
    const { exitCode, err, page } = await shown();
    expect({ exitCode, page }).toEqual({ exitCode: 3, page: null });
    expect(err).toMatch(/^halfopen: building the app's view from its sources \.\.\. [^]*nowhere\.ts/);
    expect(err).toMatch(/\nhalfopen: The view could not be built\.\n {2}hint: {4}The lines above say why\.\n$/);
    cpSync(join(repository, 'renderer/index.html'), entry);
    await shown();
  });

  it('answers to its old name, with a word about the new one', async () => {
    const err = 'halfopen: "serve" is now called "ui"; it does the same\n';
    expect(await shown('serve')).toEqual({ exitCode: 0, err, page: view });
  });

  it('builds nothing where there is nothing to build from, as in a package', async () => {
    rmSync(join(checkout, 'build'), { recursive: true });
    appendFileSync(join(checkout, 'renderer/index.html'), '<!-- changed -->\n');
    expect(await shown()).toEqual({ exitCode: 0, err: '', page: view });
    rmSync(join(checkout, 'out/renderer'), { recursive: true });
    const { exitCode, err, page } = await shown();
    expect({ exitCode, page }).toEqual({ exitCode: 3, page: null });
    expect(err).toContain('The view is not built, and what builds it is not installed.');
  });
});
