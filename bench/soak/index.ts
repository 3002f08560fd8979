/**
 * `npm run soak [-- --minutes 20] [--seed 1]`: sessions and experiments at random, views that come and go, strangers that
 * misbehave, a history that grows. Prints memory, descriptors, threads, children and timers of the host, each when nothing is
 * under way, and how they changed from the first half to the second. Never pass or fail.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import type { GivenOf } from '#contract/wire/host.ts';
import type { Figures, ToSoak } from './messages.ts';
import { pretendToBeABrowser, visit } from './visitor.ts';
import type { Tally } from './visitor.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 20);
const random = xoroshiro128plus(Number(values.seed ?? 1));
const visitorsAtOnce = 6;
const roundMs = 20_000;
/** Until feeds, peers and sockets of a round are gone. */
const settleMs = 3000;

const plan = parsePlan(
  `version: 1
name: soak
deadline: 1500ms
repeats: 2
detectors: [{ kind: eof }, { kind: heartbeat, idle: 200ms, interval: 200ms, tries: 2 }]
faults: [{ kind: rst }, { kind: freeze }, { kind: blackhole }, { kind: kill }]
`,
  { name: 'soak' },
).plan as GivenOf<'run.start'>;

const folder = mkdtempSync(join(tmpdir(), 'halfopen-soak-'));
const view = join(folder, 'view');
mkdirSync(view);
writeFileSync(join(view, 'index.html'), '<title>soak</title>');
const database = join(folder, 'history.db');
const program = fileURLToPath(new URL('host.ts', import.meta.url));
const host = fork(program, [database, view], { execArgv: ['--expose-gc'] });
const heard: ToSoak[] = [];
host.on('message', (message: ToSoak) => void heard.push(message));
host.once('exit', (code, signal) => {
  if (!isOver) process.stdout.write(`the host ended: ${signal ?? code}\n`);
  process.exit(isOver ? 0 : 1);
});
let isOver = false;
await once(host, 'message');
const ready = heard.shift();
if (ready?.type !== 'ready') throw new Error('the host is not ready');
const { origin, host: address, hash } = new URL(ready.url);
pretendToBeABrowser(origin);
const door = { url: `ws://${address}/wire`, token: hash.slice('#token='.length), random, plan };

async function figures(): Promise<Figures> {
  host.send('figures');
  await once(host, 'message');
  const told = heard.shift();
  if (told?.type !== 'figures') throw new Error('no figures');
  return told.figures;
}

const line = (cells: readonly (string | number)[]): void =>
  void process.stdout.write(`${cells.map((cell) => String(cell).padStart(11)).join(' ')}\n`);
const row = (at: string, each: Figures): void =>
  line([
    at,
    each.residentMiB.toFixed(1),
    each.heapMiB.toFixed(1),
    each.descriptors,
    each.threads,
    each.children,
    each.timers,
    each.otherResources,
    (statSync(database).size / 2 ** 20).toFixed(2),
  ]);

const tally: Tally = new Map();
const rounds: Figures[] = [];
const began = performance.now();
line(['minute', 'RSS MiB', 'heap MiB', 'descriptors', 'threads', 'children', 'timers', 'other', 'history MiB']);
row('start', await figures());
while (performance.now() - began < minutes * 60_000) {
  const until = performance.now() + roundMs;
  const visitor = async (): Promise<void> => {
    while (performance.now() < until) await visit(door, tally);
  };
  await Promise.all(Array.from({ length: visitorsAtOnce }, visitor));
  await pause(settleMs);
  const now = await figures();
  rounds.push(now);
  row(((performance.now() - began) / 60_000).toFixed(1), now);
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;
const halves = [rounds.slice(0, rounds.length >> 1), rounds.slice(rounds.length >> 1)];
for (const name of [
  'residentMiB',
  'heapMiB',
  'descriptors',
  'threads',
  'children',
  'timers',
  'otherResources',
] as const) {
  const [first = NaN, second = NaN] = halves.map((half) => median(half.map((each) => each[name])));
  process.stdout.write(`${name}: median ${first.toFixed(1)} in the first half, ${second.toFixed(1)} in the second\n`);
}
for (const [what, count] of [...tally].toSorted(([, a], [, b]) => b - a)) process.stdout.write(`${what}: ${count}\n`);
isOver = true;
host.send('end');
await once(host, 'exit');
rmSync(folder, { recursive: true });
