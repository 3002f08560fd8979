import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { openHistory } from '#recorder';
import { temporaryFolder } from './rig.ts';

/** `HALFOPEN_KILLS=200 npx vitest run tests/host/kills.test.ts` is the long form. */
const kills = Number(process.env['HALFOPEN_KILLS'] ?? 8);
const child = fileURLToPath(new URL('kill-child.ts', import.meta.url));

type Told =
  { readonly type: 'ready' } | { readonly type: 'run' | 'told'; readonly run: string; readonly trial: number };

/** Processes that a process has started, and theirs. */
function descendants(pid: number): readonly number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  const own = existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
  return own.flatMap((each) => [each, ...descendants(each)]);
}

const isThere = (pid: number): boolean => existsSync(`/proc/${pid}`);

test(
  'a host that is killed at any instant of a run loses no trial that it has told of, and leaves nothing behind',
  { timeout: 60_000 + kills * 15_000 },
  async () => {
    const folder = temporaryFolder();
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    const path = join(folder, 'history.db');
    const random = xoroshiro128plus(7);
    let toldOfInAll = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const host = fork(child, [path], { env: { ...process.env, TMPDIR: temporary }, execArgv: [] });
      const told: Told[] = [];
      host.on('message', (message: Told) => void told.push(message));
      // Mostly while trials end; now and then while a run starts. How long that takes depends on the machine.
      const since = uniformInt(random, 0, 3) === 0 ? 'ready' : 'told';
      while (!told.some(({ type }) => type === since)) await once(host, 'message');
      await pause(uniformInt(random, 0, 2500));
      const peers = descendants(host.pid ?? 0);
      host.kill('SIGKILL');
      await once(host, 'exit');
      // Their end is told by the end of the channel to the host; a frozen one is ended by the kernel.
      await expect.poll(() => peers.filter(isThere), { timeout: 10_000 }).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);

      const history = openHistory(path);
      for (const run of new Set(told.flatMap((each) => (each.type === 'ready' ? [] : [each.run])))) {
        if (!history.has(run)) continue;
        const ended = history
          .milestones(run, 0, 1000)
          .flatMap(({ event }) => (event.type === 'trial-ended' ? [event.trial] : []));
        const known = told.flatMap((each) => (each.type === 'told' && each.run === run ? [each.trial] : []));
        expect(ended).toEqual(expect.arrayContaining(known));
        expect(['partial', 'complete']).toContain(history.statusOf(run));
        toldOfInAll += known.length;
      }
      expect(history.list().filter(({ status }) => status === 'running')).toEqual([]);
      history.close();
    }
    expect(toldOfInAll).toBeGreaterThan(0);
    process.stdout.write(`${kills} kills, ${toldOfInAll} trials told of, all of them recorded\n`);
  },
);
