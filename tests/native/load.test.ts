import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { fdOf, loadNative } from '#native';
import { loadNativeFrom } from '../../native/index.ts';
import { pair } from './pair.ts';

const target = join(`${process.platform}-${process.arch}`, 'halfopen.node');
let built = '';

beforeAll(() => {
  const loaded = loadNative();
  if (!loaded.ok) throw new Error(loaded.reason);
  built = loaded.path;
});

function put(content: string | undefined, path: string): void {
  if (content === undefined) return;
  mkdirSync(dirname(path), { recursive: true });
  if (content === 'the real one') cpSync(built, path);
  else writeFileSync(path, content);
}

/** An empty package root with the given files at the two places where a helper may be. */
function packageWith(files: { prebuilt?: string; compiled?: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'halfopen-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  put(files.prebuilt, join(root, 'native', 'prebuilds', target));
  put(files.compiled, join(root, 'out', 'native', target));
  return root;
}

test('is loaded once', () => {
  expect(loadNative()).toBe(loadNative());
});

test('a helper built here is preferred to the one that came with the sources', () => {
  const root = packageWith({ prebuilt: 'the real one', compiled: 'the real one' });
  expect(loadNativeFrom(root)).toMatchObject({ ok: true, path: join(root, 'out', 'native', target) });
});

test('a helper built here that does not load gives way to the prebuilt one', () => {
  const root = packageWith({ prebuilt: 'the real one', compiled: 'not a shared object' });
  expect(loadNativeFrom(root)).toMatchObject({ ok: true, path: join(root, 'native', 'prebuilds', target) });
});

test('a helper of another processor is named in one sentence', () => {
  const other = process.arch === 'arm64' ? 'x64' : 'arm64';
  const root = packageWith({});
  const wrong = new URL(`../../native/prebuilds/linux-${other}/halfopen.node`, import.meta.url);
  mkdirSync(dirname(join(root, 'native', 'prebuilds', target)), { recursive: true });
  cpSync(wrong, join(root, 'native', 'prebuilds', target));
  const loaded = loadNativeFrom(root);
  expect(loaded).toMatchObject({ ok: false, reason: expect.stringMatching(/does not load \([^\n]+\)$/) });
});

test('without a helper every path tried is named, with why it failed and what to do', () => {
  const root = packageWith({ prebuilt: 'not a shared object' });
  const loaded = loadNativeFrom(root);
  expect(loaded).toMatchObject({ ok: false, remedy: expect.stringContaining('npm run build:native') });
  const reason = loaded.ok ? '' : loaded.reason;
  expect(reason).toContain(root);
  expect(reason).toContain(`native/prebuilds/${target} does not load (`);
  expect(reason).toContain(`out/native/${target} is not there`);
});

test('a worker thread can load it too', async () => {
  const source = `import { loadNative } from ${JSON.stringify(new URL('../../native/index.ts', import.meta.url).href)};
    import { parentPort } from 'node:worker_threads';
    const loaded = loadNative();
    parentPort.postMessage(loaded.ok && loaded.native.monotonicNs());`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const said = await new Promise<bigint>((resolve) => worker.once('message', resolve));
  expect(said).toBeLessThanOrEqual(process.hrtime.bigint());
  await worker.terminate();
});

test('the descriptor of a socket is read anew each time, and -1 when there is none', async () => {
  const { client } = await pair();
  expect(fdOf(client)).toBeGreaterThan(2);
  client.destroy();
  expect(fdOf(client)).toBe(-1);
  expect(fdOf({})).toBe(-1);
  expect(fdOf({ _handle: null })).toBe(-1);
  expect(fdOf({ _handle: { fd: undefined } })).toBe(-1);
});
