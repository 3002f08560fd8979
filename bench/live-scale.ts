/**
 * What many idle sessions with heartbeats cost: `node bench/live-scale.ts [sessions] [seconds]`. Both ends are on this
 * machine; the figures are of this end (engine, record, one table that is looked at), and of the server beside it.
 * Needs `ulimit -n` of twice the sessions where both ends share a limit, else of a little more than the sessions.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSessions } from '#host';
import type { SessionRow } from '#model/live/live.ts';
import { createLivePorts } from '#platform';
import { ThreadedHistory } from '#host/history-thread/index.ts';

const sessionsWanted = Number(process.argv[2] ?? 10_000);
const seconds = Number(process.argv[3] ?? 20);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'halfopen-bench-'));
const history = await ThreadedHistory.open(join(folder, 'history.db'));
const ports = createLivePorts();
const record = history.recordSessions();
let recorded = 0;
const append = record.append.bind(record);
record.append = (events) => {
  recorded += events.length;
  append(events);
};
const host = createSessions({ ports, record, log: print });
const stop = new AbortController();
const { signal } = stop;
const rows = new Map<number, SessionRow>();
let items = 0;
let rowsTold = 0;
let bytes = 0;

async function look(): Promise<void> {
  for await (const item of host['session.table'](null, signal)) {
    items += 1;
    rowsTold += item.rows.length;
    bytes += JSON.stringify(item).length;
    for (const row of item.rows) rows.set(row.session, row as SessionRow);
  }
}

/** utime and stime in ticks of 10 ms (proc(5), fields 14 and 15 of stat). */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const residentMiB = (pid: number): number =>
  Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
const pause = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));

const looking = process.argv[4] === 'unseen' ? Promise.resolve() : look();
const server = await host['server.start']({ host: '127.0.0.1', port: null, pongDelayMs: 0 }, signal);
const began = performance.now();
const { sessions } = await host['session.open'](
  {
    to: { server: server.server },
    detectors: [{ kind: 'heartbeat', idleMs: 1000, intervalMs: 1000, tries: 3, from: 'client', frame: 'classic' }],
    options: {},
    traffic: 'idle',
    count: sessionsWanted,
  },
  signal,
);
print(`opened in the record: ${Math.round(performance.now() - began)} ms`);
if (process.argv[4] !== 'unseen') {
  while (rows.size < sessions.length || [...rows.values()].some(({ state }) => state === 'connecting')) await pause(50);
  print(`all connected and on the table: ${Math.round(performance.now() - began)} ms`);
}
await pause(5000);
const before = { own: process.cpuUsage(), peer: cpuMs(server.pid), at: performance.now(), items, rowsTold, bytes };
const recordedBefore = recorded;
await pause(seconds * 1000);
const overMs = performance.now() - before.at;
const { user, system } = process.cpuUsage(before.own);
const percent = (ms: number): string => `${((100 * ms) / overMs).toFixed(1)} %`;
print(`CPU of this end: ${percent((user + system) / 1000)} (system ${percent(system / 1000)})`);
print(`CPU of the server: ${percent(cpuMs(server.pid) - before.peer)}`);
print(`RSS: ${residentMiB(process.pid)} MiB, server ${residentMiB(server.pid)} MiB`);
print(`recorded events/s: ${Math.round(((recorded - recordedBefore) * 1000) / overMs)}`);
print(
  `table: ${((items - before.items) * 1000) / overMs} items/s, ${Math.round(((rowsTold - before.rowsTold) * 1000) / overMs)} rows/s, ${Math.round((((bytes - before.bytes) / overMs) * 1000) / 1024)} KiB/s as JSON`,
);
const states = Map.groupBy(rows.values(), ({ state }) => state);
print(`states: ${JSON.stringify(Object.fromEntries([...states].map(([state, list]) => [state, list.length])))}`);
if (process.argv[4] !== 'unseen') {
  const striking = performance.now();
  const fault = { kind: 'blackhole', direction: 'both' } as const;
  const { struck } = await host['session.break']({ sessions: [...sessions], fault }, signal);
  print(`struck ${struck.length} in ${Math.round(performance.now() - striking)} ms`);
  while ([...rows.values()].some(({ endedAt }) => endedAt === null)) await pause(20);
  const late = [...rows.values()].filter(({ struck: by, verdictAt }) => {
    const prediction = by?.prediction;
    if (by === null || verdictAt === null || prediction?.kind !== 'interval') return true;
    const ms = (verdictAt - by.began.from) / 1e6;
    return ms < prediction.fromMs || ms > prediction.toMs;
  });
  for (const { struck: by, verdictAt, verdict } of late.slice(0, 5)) {
    const prediction = by?.prediction;
    const bounds = prediction?.kind === 'interval' ? `${prediction.fromMs} to ${prediction.toMs}` : prediction?.kind;
    const ms = ((verdictAt ?? NaN) - (by?.began.from ?? NaN)) / 1e6;
    print(
      `  ${ms} ms (${verdict?.reason}), predicted ${bounds}, span ${((by?.began.to ?? NaN) - (by?.began.from ?? NaN)) / 1e6}`,
    );
  }
  print(
    `all verdicts on the table after ${Math.round(performance.now() - striking)} ms, ${late.length} not as predicted`,
  );
}
stop.abort();
await looking;
const closing = performance.now();
await host.close();
print(`closed in ${Math.round(performance.now() - closing)} ms`);
await history.close();
rmSync(folder, { recursive: true });
