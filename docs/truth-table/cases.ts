/** Cases that others have measured and published, measured again. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentResult, TrialResult } from '#model/result/result.ts';
import { count, exact, exactRange } from '#report/text/numbers.ts';
import { measured } from '../measured.ts';
import { planOf } from './plans.ts';

export interface Case {
  readonly what: string;
  /** What is known from elsewhere, and where. */
  readonly known: string;
  readonly predicted: string;
  readonly ours: string;
  /** How to do it by hand. */
  readonly how: string;
}

const repeats = 3;
/** The path is cut at most so long after the last packet. */
export const afterMs = 100;
const plan = (detector: string, fault: string, more = ''): string =>
  `deadline: 40s\nrepeats: ${repeats}\nphase: { kind: fixed, offset: ${afterMs}ms }\ndetectors: [${detector}]\nfaults: [${fault}]\n${more}`;

interface Known {
  readonly what: string;
  readonly known: string;
  readonly text: string;
  /** `net.ipv4.tcp_retries2` of the network that it runs in; absent for this machine's. */
  readonly retries2?: number;
  readonly counts?: 'probes';
}

/** Marek Majkowski, "When TCP sockets refuse to die", Cloudflare 2019, unless it says otherwise. */
const known: readonly Known[] = [
  {
    what: 'keepalive 5 s / 3 s / 3, idle, path cut',
    known: '14.3 s',
    text: plan('{ kind: keepalive, idle: 5s, interval: 3s, count: 3 }', '{ kind: route-blackhole }'),
  },
  {
    what: 'keepalive 1 s / 11 s / 3 with TCP_USER_TIMEOUT 5 s, idle, path cut',
    known: '12.2 s: the count is ignored, the next tick decides',
    text: plan('{ kind: keepalive, idle: 1s, interval: 11s, count: 3, userTimeout: 5s }', '{ kind: route-blackhole }'),
  },
  {
    what: 'keepalive 5 s / 5 s / 3 with TCP_USER_TIMEOUT 30 s: probes before death',
    known: '6 probes: the user timeout overrides count 3',
    text: plan('{ kind: keepalive, idle: 5s, interval: 5s, count: 3, userTimeout: 30s }', '{ kind: route-blackhole }'),
    counts: 'probes',
  },
  {
    what: 'tcp_retries2 = 5, data in flight, path cut',
    known: '13.85 s with an RTO of 200 ms (nominal 12.6 s after the first retransmission)',
    text: plan('{ kind: eof }', '{ kind: blackhole, direction: both }', 'traffic: [in-flight]\n'),
    retries2: 5,
  },
];

export const casesMeasured = async (): Promise<readonly Case[]> => Promise.all(known.map(caseOf));

async function caseOf({ what, known: elsewhere, text, retries2, counts }: Known): Promise<Case> {
  const result = retries2 === undefined ? await measured(planOf(text, what)) : inNetworkWith(retries2, text);
  const trials = result.cells.flatMap((cell) => cell.trials);
  const [first] = trials;
  const predicted = first?.predicted?.kind === 'interval' ? exactRange(first.predicted) : '–';
  const times = trials.map((trial) => (trial.detectionMs === null ? trial.outcome : exact(trial.detectionMs)));
  return {
    what,
    known: elsewhere,
    predicted,
    ours: counts === 'probes' ? `${probes(trials)} (${times.join(', ')})` : times.join(', '),
    how: retries2 === undefined ? 'halfopen run' : `unshare -rn, then ${inside(retries2)}`,
  };
}

const probes = (trials: readonly TrialResult[]): string =>
  trials
    .map(({ wire }) => `${wire === null || wire === undefined ? '?' : count(wire.probes - wire.answers)} unanswered`)
    .join(', ');

const inside = (retries2: number): string =>
  `ip link set lo up; echo ${retries2} > /proc/sys/net/ipv4/tcp_retries2; halfopen run`;

/** A network of its own has a setting of its own; its loopback is all that is needed. */
function inNetworkWith(retries2: number, text: string): ExperimentResult {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
  try {
    const [file, json] = [join(folder, 'plan.yaml'), join(folder, 'result.json')];
    writeFileSync(file, text);
    const cli = join(import.meta.dirname, '..', '..', 'main', 'cli', 'halfopen.mjs');
    const run = `${inside(retries2).replace('halfopen run', `"${process.execPath}" "${cli}" run "${file}"`)} --no-history --no-report --quiet --json "${json}"`;
    const { status, stderr } = spawnSync('unshare', ['--map-root-user', '--net', 'sh', '-c', run], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the run with tcp_retries2 = ${retries2} ended with ${status}: ${stderr}`);
    return JSON.parse(readFileSync(json, 'utf8')) as ExperimentResult;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
