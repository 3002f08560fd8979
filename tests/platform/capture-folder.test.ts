/** Captures hold what was said on a wire: nobody else may read them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCaptureFolder } from '#platform';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** A folder to capture into, in a world where everything is readable unless somebody forbids it. */
function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
  const before = process.umask(0);
  onTestFinished(() => {
    process.umask(before);
    rmSync(folder, { recursive: true });
  });
  return join(folder, 'captures');
}

test('a capture and its folder are for their user only', async () => {
  const folder = place();
  const captures = createCaptureFolder(folder);
  await captures.open({ kind: 'route-blackhole' }).end(0);
  expect(modeOf(folder)).toBe('700');
  expect(captures.files).toMatchObject([{ trouble: null }]);
  expect(modeOf(captures.files[0]?.path ?? '')).toBe('600');
});

test('a file of an earlier capture is replaced, and a link in its place is not followed', async () => {
  const folder = place();
  mkdirSync(folder);
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'precious');
  symlinkSync(victim, join(folder, 'route-blackhole.pcapng'));
  const captures = createCaptureFolder(folder);
  await captures.open({ kind: 'route-blackhole' }).end(0);
  await captures.open({ kind: 'route-blackhole' }).end(0);
  expect(readFileSync(victim, 'utf8')).toBe('precious');
  expect(captures.files).toMatchObject([{ trouble: null }, { trouble: null }]);
  expect(modeOf(captures.files[0]?.path ?? '')).toBe('600');
});

test('what cannot be replaced costs the capture and says why', async () => {
  const folder = place();
  mkdirSync(join(folder, 'route-blackhole.pcapng', 'full'), { recursive: true });
  const captures = createCaptureFolder(folder);
  await captures.open({ kind: 'route-blackhole' }).end(0);
  expect(captures.files[0]?.trouble).toMatch(/EISDIR|ENOTEMPTY|EEXIST/);
});
