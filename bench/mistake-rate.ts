/**
 * The preset `mistakes`, as a user runs it: thousands of sessions whose peers live. How many, how long, how many packets, and
 * whether this machine kept up. Packets are those of the kernel's own counters: of this host, and of the private ones.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './row.ts';
import { runPlan } from '#engine/run.ts';
import { loadPreset } from '#host/presets.ts';
import type { RunEvent } from '#model/event.ts';
import { summarize } from '#model/result/summarize.ts';
import { createCaptureFolder, createPorts, forkPeer } from '#platform';

export async function mistakeRate(): Promise<Row[]> {
  const { plan } = loadPreset('mistakes');
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-bench-'));
  const captures = createCaptureFolder(folder);
  const ports = createPorts(forkPeer, captures);
  const able = plan.faults.filter((fault) => ports.faultInjector.can(fault) === true);
  const events: RunEvent[] = [];
  const before = segmentsSent();
  try {
    await runPlan({
      run: 'bench',
      plan: { ...plan, faults: able },
      ports,
      tell: (event) => events.push(event),
      signal: new AbortController().signal,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const sent = segmentsSent() - before;
  const { cells, figures, strain } = summarize(events, 'bench');
  const captured = captures.files.reduce((sum, { packets, lost }) => sum + packets + lost, 0);
  const invalid = cells.reduce((sum, { stats }) => sum + stats.invalid, 0);
  const row = (name: string, ours: number, unit: string): Row => ({ name: `mistake-rate run, ${name}`, ours, unit });
  return [
    row('sessions', figures?.trials ?? 0, 'sessions'),
    row('sessions at once', figures?.peakSessions ?? 0, 'sessions'),
    row('wall time', (figures?.wallMs ?? 0) / 1000, 's'),
    row('packets', sent + captured, 'packets'),
    row('invalid trials', invalid, 'trials'),
    row('worst timer delay', strain?.worstLagMs ?? 0, 'ms'),
    row('delay that is borne', strain?.toleratedMs ?? 0, 'ms'),
  ];
}

/** TCP segments that this host sent so far, to itself too; those of other programs are among them. 0 where nothing tells. */
function segmentsSent(): number {
  try {
    const [names = [], values = []] = readFileSync('/proc/net/snmp', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('Tcp:'))
      .map((line) => line.split(' '));
    return Number(values[names.indexOf('OutSegs')] ?? 0);
  } catch {
    return 0;
  }
}
