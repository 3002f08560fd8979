/** `halfopen replay`: arrivals that were recorded once, through any detectors, in virtual time. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { parseDetectorLine, parseDetectorList } from '#contract/experiment/detector-list.ts';
import { parseTrace } from '#contract/experiment/trace-file.ts';
import { traceOf, tracesOf } from '#host/traces.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import { exitCodes, HalfopenError } from '#model/error.ts';
import { fittingDetectors } from '#model/replay/fitting.ts';
import { whyNotReplayed } from '#model/replay/replay.ts';
import { replayAll } from '#model/replay/result.ts';
import type { TraceSource, TrialTrace } from '#model/replay/result.ts';
import type { Trace } from '#model/replay/trace.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { defaultHistoryPath, readHistory } from '#recorder';
import type { History } from '#recorder';
import type { ReplayOptions } from '../options.ts';
import { replayAsText, whyRefused } from './replay-text.ts';

/** @throws HalfopenError that names line and column of the trace, or the field of a detector. */
export function runReplay(options: ReplayOptions): Promise<number> {
  const asked = detectorsOf(options);
  const { trace, source } = read(options);
  const result = replayAll(trace, source, asked ?? fittingDetectors(trace));
  const [refused] = result.refused;
  if (result.detectors.length === 0 && refused !== undefined) throw cannotReplay(refused.detector);
  const { json } = options;
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (json !== undefined && json !== '-') writeFileSync(json, text);
  process.stdout.write(json === '-' ? text : replayAsText(result));
  return Promise.resolve(exitCodes.done);
}

/** Null when none was named. One that was named by itself must be possible; of a file, what can be replayed is. */
function detectorsOf({ lines, file }: ReplayOptions): readonly DetectorSettings[] | null {
  const named = lines.map((line) => parseDetectorLine(line, `--detector "${line}"`));
  const impossible = named.find((settings) => whyNotReplayed(settings) !== null);
  if (impossible !== undefined) throw cannotReplay(impossible);
  const listed = file === null ? [] : parseDetectorList(readText(file), { name: file });
  return lines.length === 0 && file === null ? null : [...named, ...listed];
}

interface ReadTrace {
  readonly trace: Trace;
  readonly source: TraceSource;
}

function read({ trace: given, unit, db }: ReplayOptions): ReadTrace {
  if (given !== '-' && !existsSync(given)) {
    const [, run, trial] = /^([0-9a-z]+)(?::(\d+))?$/i.exec(given) ?? [];
    if (run === undefined) throw traceNotFound(given);
    return recorded(run, trial === undefined ? null : Number(trial), db);
  }
  const name = given === '-' ? 'standard input' : given;
  return { trace: parseTrace(readText(given), { name, unit }), source: { kind: 'file', file: name } };
}

function recorded(run: string, wanted: number | null, db: string | undefined): ReadTrace {
  const path = db ?? defaultHistoryPath();
  const history = readHistory(path);
  try {
    const id = history.find(run);
    const chosen = chosenTrial(history, id, wanted);
    return { trace: traceOf(history, id, chosen.trial), source: { kind: 'trial', run: id, ...chosen } };
  } finally {
    history.close();
  }
}

/** The one that is meant; the only one where none is named. */
function chosenTrial(history: History, id: string, wanted: number | null): TrialTrace {
  const traces = tracesOf(history, id);
  const [only, another] = traces;
  if (wanted === null && only !== undefined && another === undefined) return only;
  const chosen = traces.find(({ trial }) => trial === wanted);
  if (chosen !== undefined) return chosen;
  throw whichTrial(id, wanted, traces);
}

function readText(path: string): string {
  if (path === '-') return readFileSync(0, 'utf8');
  if (existsSync(path) && statSync(path).isDirectory()) throw unreadable(path, 'EISDIR');
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error instanceof Error && 'code' in error ? String(error.code) : 'EIO');
  }
}

const unreadable = (path: string, errno: string): HalfopenError =>
  new HalfopenError({
    code: 'file-unreadable',
    fault: 'input',
    message: `${path} cannot be read (${errno}).`,
    given: path,
    errno,
  });

const traceNotFound = (given: string): HalfopenError =>
  new HalfopenError({
    code: 'trace-not-found',
    fault: 'input',
    message: `there is no file called ${given}`,
    given,
    allowed: 'a CSV file of arrivals, - for standard input, or ID:TRIAL of an experiment in the history',
  });

/** More than this on a screen helps nobody. */
const mostListed = 20;

function whichTrial(id: string, wanted: number | null, traces: readonly TrialTrace[]): HalfopenError {
  const listed = traces
    .slice(0, mostListed)
    .map(
      ({ trial, detector, fault, traffic, arrivals }) =>
        `\n  ${id.slice(0, 10)}:${trial}  ${detector}, ${fault}, ${traffic}: ${arrivals} heartbeats`,
    );
  if (traces.length > mostListed) listed.push(`\n  and ${traces.length - mostListed} more`);
  const what =
    traces.length === 0
      ? `no trial of experiment ${id} received heartbeats: there is nothing to replay`
      : wanted === null
        ? `several trials of experiment ${id} can be replayed: say which`
        : `trial ${wanted} of experiment ${id} received no heartbeats; these did`;
  return new HalfopenError({ code: 'no-trace', fault: 'input', message: `${what}${listed.join('')}` });
}

const cannotReplay = (settings: DetectorSettings): HalfopenError =>
  new HalfopenError({
    code: 'cannot-replay',
    fault: 'input',
    message: `${detectorLabel(settings)} cannot be replayed: ${whyRefused(whyNotReplayed(settings))}`,
    given: settings.kind,
    allowed: 'heartbeat, dedicated-heartbeat, receive-deadline, phi-accrual, k-of-n, bfd',
  });
