import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launcher, pinnedNode } from './command-line.ts';
import { experimentResultSchema } from '#contract/data/result.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-interrupt-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Nobody notices a frozen peer here: left alone, this runs for its whole deadline. */
const endless = 'deadline: 10m\nrepeats: 1\ndetectors: [{ kind: eof }]\nfaults: [{ kind: freeze }]\n';

describe('the first Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('(%s) ends a run with 130 and keeps what was measured', async (signal) => {
    const plan = join(folder, 'endless.yaml');
    const json = join(folder, `${signal}.json`);
    writeFileSync(plan, endless);
    const child = spawn(pinnedNode, [launcher, 'run', plan, '--no-history', '--no-report', '--json', json], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let asked = false;
    child.stderr.setEncoding('utf8').on('data', () => {
      // The first line of progress: the run has begun.
      if (!asked) child.kill(signal);
      asked = true;
    });
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect(exitCode).toBe(130);
    const result = experimentResultSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    expect(result.status).toBe('cancelled');
    expect(result.cells).toHaveLength(1);
  });
});
