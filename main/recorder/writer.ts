/** Keeps events off the hot path: batched in memory, written a few times a second, at once when a trial or run ends. */
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
import type { Plan } from '#model/settings.ts';
import { thisProcess } from './owner.ts';
import { asTrouble } from './troubles.ts';

/** The most that a crash of the process can lose, of events between the ends of trials. */
const batchMs = 200;
/** Ends of trials come in bursts of hundreds: one transaction for all of this long. */
const urgentMs = 20;

export interface RunRecorder extends Recorder {
  /** Writes what waits; never throws: see `trouble`. */
  flush(): void;
  /**
   * Writes the rest. What could not be written goes to a recovery file that `history import` reads.
   * @returns the path of that file, or null when everything is in the database.
   */
  close(): string | null;
  /** Why the last attempt failed; null when it did not. */
  readonly trouble: HalfopenError | null;
}

type Trials = { readonly cells: readonly Cell[]; readonly repeats: number };

export function createRecorder(db: Database, path: string, run: string): RunRecorder {
  const statements = prepare(db);
  const waiting: RunEvent[] = [];
  const faultAt = new Map<number, RunEvent & { type: 'fault' }>();
  let trials: Trials | null = null;
  let timer: NodeJS.Timeout | null = null;
  let timerIsUrgent = false;
  let trouble: HalfopenError | null = null;

  const write = db.transaction((events: readonly RunEvent[]) => {
    for (const event of events) {
      if (event.type === 'started') trials = start(statements, run, event);
      statements.event.run(
        run,
        'trial' in event ? event.trial : null,
        event.type,
        Math.round(event.at),
        JSON.stringify(event),
      );
      if (event.type === 'fault') faultAt.set(event.trial, event);
      if (event.type === 'trial-ended' && trials !== null)
        endTrial(statements, run, trials, event, faultAt.get(event.trial));
    }
  });

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    timerIsUrgent = false;
    if (waiting.length === 0) return;
    try {
      write.immediate(waiting);
      waiting.length = 0;
      trouble = null;
    } catch (error) {
      const known = asTrouble(error, path);
      if (!(known instanceof HalfopenError)) throw error;
      // Kept in memory: the measurement goes on, and the next flush tries again.
      trouble = known;
      schedule(false);
    }
  }

  function schedule(urgent: boolean): void {
    if (timer !== null && (timerIsUrgent || !urgent)) return;
    if (timer !== null) clearTimeout(timer);
    timerIsUrgent = urgent;
    timer = setTimeout(flush, urgent ? urgentMs : batchMs);
  }

  return {
    append(events) {
      waiting.push(...events);
      if (events.some((event) => event.type === 'started' || event.type === 'ended')) flush();
      else schedule(events.some((event) => event.type === 'trial-ended'));
    },
    flush,
    close() {
      flush();
      if (timer !== null) clearTimeout(timer);
      return waiting.length === 0 ? null : rescue(path, run, waiting);
    },
    get trouble() {
      return trouble;
    },
  };
}

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
  return trialsIn(plan);
}

const trialsIn = (plan: Plan): Trials => ({ cells: cellsOf(plan), repeats: plan.repeats });

// oxlint-disable-next-line max-params -- one row from four places
function endTrial(
  statements: Statements,
  run: string,
  { cells, repeats }: Trials,
  event: RunEvent & { type: 'trial-ended' },
  fault: (RunEvent & { type: 'fault' }) | undefined,
): void {
  const cell = cells[Math.floor(event.trial / repeats)];
  if (cell === undefined) return;
  const detectionMs =
    fault === undefined || event.verdictAt === null ? null : msBetween(fault.began.from, event.verdictAt);
  statements.trial.run(
    run,
    event.trial,
    detectorLabel(cell.detector),
    faultLabel(cell.fault),
    cell.traffic,
    event.outcome,
    detectionMs,
    event.verdict?.kind === 'dead' ? event.verdict.errno : null,
  );
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
