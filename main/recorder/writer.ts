/** Keeps what is told: batched a few times a second, at once when a trial or the run ends. */
import { writeFileSync } from 'node:fs';
import type { Database, Statement } from 'better-sqlite3';
import type { Recorder } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import { cellsOf } from '#model/trials.ts';
import type { Cell } from '#model/trials.ts';
import { detectorLabel } from '#model/detectors/label.ts';
import { faultLabel } from '#model/fault-label.ts';
import { msBetween } from '#model/time.ts';
import { thisProcess } from './owner.ts';
import { asTrouble } from './troubles.ts';

/** The most that a crash of the process can lose: events between the ends of trials. */
const batchMs = 200;
/** Never lost once told: written before `append` returns. In WAL mode that is a tenth of a millisecond. */
const precious: ReadonlySet<RunEvent['type']> = new Set(['started', 'trial-ended', 'ended']);

export class RunRecorder implements Recorder {
  readonly #db: Database;
  readonly #path: string;
  readonly #run: string;
  readonly #statements: Statements;
  readonly #waiting: RunEvent[] = [];
  readonly #faults = new Map<number, RunEvent & { type: 'fault' }>();
  #trials: Trials | null = null;
  #timer: NodeJS.Timeout | null = null;
  #trouble: HalfopenError | null = null;

  constructor(db: Database, path: string, run: string) {
    this.#db = db;
    this.#path = path;
    this.#run = run;
    this.#statements = prepare(db);
  }

  /** Why the last attempt to write failed; null when it did not. */
  get trouble(): HalfopenError | null {
    return this.#trouble;
  }

  /** Told, but not in the database yet. */
  get unsaved(): readonly RunEvent[] {
    return this.#waiting;
  }

  append(events: readonly RunEvent[]): void {
    this.#waiting.push(...events);
    const isPrecious = events.some(({ type }) => precious.has(type));
    // While the disk refuses, trying at every event would only slow the measurement.
    if (isPrecious && this.#trouble === null) this.flush();
    else this.#arm();
  }

  /** Writes what waits. What the database refuses is kept and tried again: see `trouble`. */
  flush(): void {
    this.#disarm();
    if (this.#waiting.length === 0) return;
    try {
      this.#db.transaction(() => this.#waiting.forEach((event) => this.#write(event))).immediate();
      this.#waiting.length = 0;
      this.#trouble = null;
    } catch (error) {
      const known = asTrouble(error, this.#path);
      if (!(known instanceof HalfopenError)) throw error;
      this.#trouble = known;
      this.#arm();
    }
  }

  /**
   * Writes the rest. What could not be written goes to a recovery file that `history import` reads.
   * @returns the path of that file, or null when everything is in the database.
   * @throws HalfopenError `nothing-saved` when no place takes it.
   */
  close(): string | null {
    this.flush();
    this.#disarm();
    return this.#waiting.length === 0 ? null : rescue(this.#path, this.#run, this.#waiting);
  }

  #write(event: RunEvent): void {
    const { event: insert } = this.#statements;
    if (event.type === 'started') this.#trials = start(this.#statements, this.#run, event);
    const trial = 'trial' in event ? event.trial : null;
    insert.run(this.#run, trial, event.type, Math.round(event.at), JSON.stringify(event));
    if (event.type === 'fault') this.#faults.set(event.trial, event);
    if (event.type === 'trial-ended' && this.#trials !== null)
      this.#statements.trial.run(this.#run, ...trialRow(this.#trials, event, this.#faults.get(event.trial)));
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  #disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

type Trials = { readonly cells: readonly Cell[]; readonly repeats: number };

interface Statements {
  readonly experiment: Statement;
  readonly event: Statement;
  readonly trial: Statement;
}

function prepare(db: Database): Statements {
  return {
    experiment: db.prepare(
      `INSERT INTO experiment (id, name, status, started_at, plan, host, owner_pid, owner_since)
       VALUES (?, ?, 'running', ?, ?, ?, ?, ?)`,
    ),
    event: db.prepare('INSERT INTO event (experiment_id, trial, type, at_ns, body) VALUES (?, ?, ?, ?, ?)'),
    trial: db.prepare(
      `INSERT OR REPLACE INTO trial (experiment_id, trial, detector, fault, traffic, outcome, detection_ms, errno)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}

function start(statements: Statements, run: string, event: RunEvent & { type: 'started' }): Trials {
  const { plan, host, startedAt } = event;
  const { pid, since } = thisProcess();
  statements.experiment.run(run, plan.name, startedAt, JSON.stringify(plan), JSON.stringify(host), pid, since);
  return { cells: cellsOf(plan), repeats: plan.repeats };
}

type TrialRow = readonly [number, string, string, string, string, number | null, string | null];

/** What a finished trial is searched by. */
function trialRow(
  { cells, repeats }: Trials,
  event: RunEvent & { type: 'trial-ended' },
  fault: (RunEvent & { type: 'fault' }) | undefined,
): TrialRow {
  const cell = cells[Math.floor(event.trial / repeats)];
  if (cell === undefined) throw new Error(`trial ${event.trial} is not in the plan`);
  const detectionMs =
    fault === undefined || event.verdictAt === null ? null : msBetween(fault.began.from, event.verdictAt);
  const errno = event.verdict?.kind === 'dead' ? event.verdict.errno : null;
  const { detector, traffic } = cell;
  return [event.trial, detectorLabel(detector), faultLabel(cell.fault), traffic, event.outcome, detectionMs, errno];
}

/** JSON lines beside the database, or where there is room: nothing that was measured is thrown away. */
function rescue(path: string, run: string, events: readonly RunEvent[]): string {
  const lines = `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
  const places = [
    `${path}.${run}.rescued.jsonl`,
    `halfopen-${run}.rescued.jsonl`,
    `/tmp/halfopen-${run}.rescued.jsonl`,
  ];
  for (const place of places)
    try {
      writeFileSync(place, lines, { flag: 'wx' });
      return place;
    } catch {
      // The next place may have room.
    }
  throw new HalfopenError({
    code: 'nothing-saved',
    fault: 'machine',
    message: `${events.length} events of experiment ${run} could be written nowhere: every place is full or read-only.`,
    hint: 'What the table and the report show is all that is left: keep them.',
  });
}
