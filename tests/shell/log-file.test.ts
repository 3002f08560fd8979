import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { logTo } from '#shell/log-file.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'halfopen-log-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('writes one line each, in a folder that it makes', () => {
  const path = join(folder(), 'logs', 'halfopen.log');
  const log = logTo(path);
  log('first');
  log('second\n   at somewhere');
  expect(readFileSync(path, 'utf8')).toMatch(/^\S+Z first\n\S+Z second \| at somewhere\n$/);
});

test('cuts a line that would be an archive', () => {
  const path = join(folder(), 'halfopen.log');
  logTo(path)('x'.repeat(1_000_000));
  expect(statSync(path).size).toBeLessThan(2100);
});

test('keeps one old file beside the new one', () => {
  const path = join(folder(), 'halfopen.log');
  writeFileSync(path, 'x'.repeat((1 << 20) + 1));
  logTo(path)('fresh');
  expect(readFileSync(path, 'utf8')).toMatch(/ fresh\n$/);
  expect(statSync(`${path}.old`).size).toBe((1 << 20) + 1);
});

test('a place that cannot be written to stops nothing', () => {
  const path = join(folder(), 'file');
  writeFileSync(path, '');
  expect(() => logTo(join(path, 'halfopen.log'))('lost')).not.toThrow();
});
