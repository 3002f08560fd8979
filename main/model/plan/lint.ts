/**
 * What a heartbeat is asked by measurement: the experiment that asks, and what its cells answer.
 * Each question is one way in which heartbeats fail in the field; the presets tell the stories.
 */
import { detectorLabel, detectorOf, traitsOf } from '../detectors/index.ts';
import { isTransient } from '../faults/index.ts';
import type { CellResult, ExperimentResult } from '../result/result.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import type { Fault } from '../faults/index.ts';
import type { Plan } from './plan.ts';
import type { Traffic } from '../traffic.ts';
import { writingGapMs } from '../traffic.ts';

/**
 * `healthy`: does it leave a healthy connection alone? `traffic`: is it put off by traffic, so that a dead direction is
 * hidden? `bulk`: does a PONG that queues behind data of the peer look like death? `stale`: does a PONG to an older PING
 * count? `frozen`: what does a frozen peer do? `path`: does it watch the connection that carries the data?
 */
export const lintQuestions = ['healthy', 'traffic', 'bulk', 'stale', 'frozen', 'path'] as const;
export type LintQuestion = (typeof lintQuestions)[number];
export type LintAnswer = 'pass' | 'warn' | 'fail' | 'unmeasured';

export interface LintFinding {
  readonly question: LintQuestion;
  readonly answer: LintAnswer;
  /** The cells that decide: those that fail, else the slowest. */
  readonly evidence: readonly CellResult[];
}

/** Begins the name of every plan that asks. */
const mark = 'lint ';
const repeats = 2;
/** Nothing heard within the budget of the detector and a write is late; what is later by a quarter was put off. */
const allowance = 1.25;

export interface LintInput {
  readonly detector: DetectorSettings;
  /** The longest time to a verdict on an idle connection, by its settings. */
  readonly budgetMs: number;
  /** Whether this machine can make a firewall that forgets. */
  readonly canForget: boolean;
}

/** The experiment that asks everything at once. */
export function lintPlan({ detector, budgetMs, canForget }: LintInput): Plan {
  const forgets = detectorOf(detector).dedicated && canForget;
  return {
    version: 1,
    name: `${mark}${detectorLabel(detector)}`,
    deadlineMs: Math.ceil((2 * budgetMs + 3000) / 1000) * 1000,
    repeats,
    phase: { kind: 'random' },
    seed: 1,
    detectors: [detector],
    faults: [
      { kind: 'none' },
      { kind: 'freeze' },
      { kind: 'blackhole', direction: 'both' },
      { kind: 'blackhole', direction: 'to-peer' },
      { kind: 'blackhole', direction: 'from-peer' },
      { kind: 'slow-pong', delayMs: Math.round(1.5 * budgetMs) },
      { kind: 'slow-pong', delayMs: staleDelayMs(detector, budgetMs), countsAs: 'dead' },
      ...(forgets ? [forgetting(detector)] : []),
    ],
    traffic: ['idle', 'writing', 'reading'],
    expect: [],
  };
}

/** Later than the next PING, earlier than the last one's time is over. */
function staleDelayMs(detector: DetectorSettings, budgetMs: number): number {
  const { awaits } = traitsOf(detector);
  if (awaits === null || awaits.tries === null) return Math.round(0.6 * budgetMs);
  return Math.round((awaits.patienceMs * (awaits.tries + 1)) / 2);
}

/** After more silence than the heartbeat ever leaves on a connection that it uses; in whole seconds. */
function forgetting(detector: DetectorSettings): Fault {
  const paceMs = traitsOf(detector).quietMs ?? 1000;
  return { kind: 'firewall-forgets', afterMs: Math.ceil((paceMs + writingGapMs) / 1000) * 1000, reply: 'drop' };
}

/** Null for an experiment that is no lint. */
export function lintFindings(result: ExperimentResult): readonly LintFinding[] | null {
  const { plan, cells } = result;
  const [detector] = plan.detectors;
  if (!plan.name.startsWith(mark) || detector === undefined || plan.detectors.length > 1) return null;
  const budgetMs = (plan.deadlineMs - 3000) / 2;
  const of = (kind: Fault['kind'], ...traffic: readonly Traffic[]): readonly CellResult[] =>
    cells.filter((cell) => cell.fault.kind === kind && traffic.includes(cell.traffic));
  const slow = (isAlive: boolean, traffic: Traffic): readonly CellResult[] =>
    of('slow-pong', traffic).filter(({ fault }) => isTransient(fault) === isAlive);
  const { dedicated } = detectorOf(detector);
  const countsTries = (traitsOf(detector).awaits?.tries ?? null) !== null;
  const findings: LintFinding[] = [
    calm('healthy', of('none', 'idle', 'writing', 'reading')),
    noticing('traffic', of('blackhole', 'idle', 'writing', 'reading'), budgetMs * allowance + writingGapMs),
    // On a connection of its own a PONG queues behind nothing.
    calm('bulk', dedicated ? of('none', 'reading') : slow(true, 'reading')),
    // Who learns from the gaps between PONGs takes late ones for usual: that is its rule, not a slip.
    softened(noticing('stale', slow(false, 'idle'), Infinity), countsTries),
    noticing('frozen', of('freeze', 'idle', 'writing', 'reading'), budgetMs * allowance + writingGapMs),
    ...(dedicated ? [keeping('path', of('firewall-forgets', 'idle'))] : []),
  ];
  return findings.filter(({ question, answer }) => question !== 'healthy' || answer !== 'pass');
}

const tried = (cells: readonly CellResult[]): readonly CellResult[] => cells.filter(({ stats }) => stats.n > 0);

/** Silence is right. */
function calm(question: LintQuestion, cells: readonly CellResult[]): LintFinding {
  const wrong = tried(cells).filter(({ stats }) => stats.falseAlarms > 0);
  return answered(question, cells, wrong, 'fail');
}

/** Every trial must notice, and by then. */
function noticing(question: LintQuestion, cells: readonly CellResult[], withinMs: number): LintFinding {
  const missed = tried(cells).filter(({ stats }) => stats.detected < stats.n);
  if (missed.length > 0) return answered(question, cells, missed, 'fail');
  const late = tried(cells).filter(({ stats }) => (stats.maxMs ?? 0) > withinMs);
  return answered(question, cells, late, 'warn');
}

const softened = (finding: LintFinding, isStrict: boolean): LintFinding =>
  finding.answer === 'fail' && !isStrict ? { ...finding, answer: 'warn' } : finding;

/** The connection must live on, or its death be noticed. */
function keeping(question: LintQuestion, cells: readonly CellResult[]): LintFinding {
  if (tried(cells).length === 0) return { question, answer: 'unmeasured', evidence: [] };
  const blind = tried(cells).filter(({ stats }) => stats.undetected > 0);
  return answered(question, cells, blind, 'fail');
}

function answered(
  question: LintQuestion,
  cells: readonly CellResult[],
  wrong: readonly CellResult[],
  verdict: LintAnswer,
): LintFinding {
  const measured = tried(cells);
  if (measured.length === 0) return { question, answer: 'unmeasured', evidence: [] };
  if (wrong.length > 0) return { question, answer: verdict, evidence: wrong };
  const slowest = measured.toSorted((a, b) => (b.stats.maxMs ?? 0) - (a.stats.maxMs ?? 0)).slice(0, 1);
  return { question, answer: 'pass', evidence: slowest };
}
