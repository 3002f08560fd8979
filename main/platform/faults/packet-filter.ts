/**
 * Cutting connections off by a rule of the system's own packet filter, where no socket option does it. Off unless a person
 * allowed it; every rule names our program and both ends of one connection, and is gone when the run ends, or at the next
 * start after a crash.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { Direction } from '#model/faults/direction.ts';
import type { Instant } from '#model/time.ts';
import { monotonicNow } from '../machine/clock.ts';

export interface Flow {
  readonly local: Endpoint;
  readonly remote: Endpoint;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly input?: string;
  /** Removing what is not there is no failure. */
  readonly mayFail?: true;
}

export interface Blocked extends Flow {
  readonly direction: Direction;
}

/** What is blocked after a change, and what the change was. */
export interface Change {
  readonly all: readonly Blocked[];
  readonly added: readonly Blocked[];
  readonly removed: readonly Blocked[];
}

/** How one system words a rule. Pure: it runs nothing. */
export interface RuleWords {
  /** Of the filter, for people: `Windows Defender Firewall`. */
  readonly title: string;
  /** Whether packets that never leave this machine pass it. */
  readonly seesLoopback: boolean;
  /** What is blocked before and after stays blocked meanwhile. */
  change(name: string, change: Change): readonly Command[];
  /** Everything under `name`. */
  remove(name: string): readonly Command[];
  /** What a person needs to be allowed to do this. */
  readonly remedy: string;
}

export type RunCommand = (command: Command) => Promise<void>;

/** The share of one run or of the live sessions: what they blocked, and nothing else, goes when they close. */
export interface PacketFilter {
  readonly seesLoopback: boolean;
  block(flows: readonly Flow[], direction: Direction): Promise<Instant>;
  unblock(flows: readonly Flow[]): Promise<Instant>;
  close(): Promise<void>;
}

/** One per process: rules of a process share a name. */
export interface FilterOfProcess {
  /** Tries a rule that strikes nobody. */
  can(): Promise<true | { readonly no: string; readonly fix: string }>;
  share(): PacketFilter;
}

export interface FilterParts {
  readonly words: RuleWords;
  readonly run: RunCommand;
  /** Remembers the names of rules, for a start after a crash. */
  readonly journal: string;
  readonly pid: number;
}

const nameOf = (pid: number): string => `halfopen-${pid}`;
/** TEST-NET-1 (RFC 5737): nobody has these addresses. */
const nobody: Flow = { local: { address: '192.0.2.1', port: 9 }, remote: { address: '192.0.2.2', port: 9 } };

export function createPacketFilter({ words, run, journal, pid }: FilterParts): FilterOfProcess {
  const blocked = new Map<string, Blocked>();
  const name = nameOf(pid);
  let last: Promise<unknown> = Promise.resolve();

  async function carryOut(commands: readonly Command[]): Promise<Instant> {
    const from = monotonicNow();
    for (const command of commands)
      try {
        await run(command);
      } catch (error) {
        if (command.mayFail !== true) throw refused(words, error);
      }
    return { from, to: monotonicNow() };
  }
  /** One change after the other: each begins with what the one before has left. */
  function change(add: readonly Blocked[], remove: readonly Flow[]): Promise<Instant> {
    const changed = last.then(async () => {
      const removed = remove.map((flow) => blocked.get(keyOf(flow))).filter((flow) => flow !== undefined);
      for (const flow of removed) blocked.delete(keyOf(flow));
      for (const flow of add) blocked.set(keyOf(flow), flow);
      if (blocked.size > 0) noteRules(journal, pid);
      const done = await carryOut(words.change(name, { all: [...blocked.values()], added: add, removed }));
      if (blocked.size === 0) forgetRules(journal, [pid]);
      return done;
    });
    last = changed.catch(() => undefined);
    return changed;
  }

  return {
    async can() {
      try {
        await change([{ ...nobody, direction: 'both' }], []);
        await change([], [nobody]);
        return true;
      } catch (error) {
        blocked.delete(keyOf(nobody));
        return { no: error instanceof Error ? error.message : String(error), fix: words.remedy };
      }
    },
    share: () => shareOf(words, change),
  };
}

type ChangeRules = (add: readonly Blocked[], remove: readonly Flow[]) => Promise<Instant>;

function shareOf({ seesLoopback }: RuleWords, change: ChangeRules): PacketFilter {
  const own = new Map<string, Flow>();
  return {
    seesLoopback,
    block(flows, direction) {
      for (const flow of flows) own.set(keyOf(flow), flow);
      return change(
        flows.map(({ local, remote }) => ({ local, remote, direction })),
        [],
      );
    },
    unblock(flows) {
      for (const flow of flows) own.delete(keyOf(flow));
      return change([], flows);
    },
    async close() {
      const left = [...own.values()];
      own.clear();
      if (left.length > 0) await change([], left);
    },
  };
}

/** Removes what processes left that are gone; says which could not be removed. */
export async function sweepRules(
  { words, run, journal }: Omit<FilterParts, 'pid'>,
  isAlive: (pid: number) => boolean,
): Promise<readonly string[]> {
  const left = notedRules(journal).filter((pid) => !isAlive(pid));
  const stuck: string[] = [];
  for (const pid of left) {
    try {
      for (const command of words.remove(nameOf(pid))) await run(command);
      forgetRules(journal, [pid]);
    } catch {
      stuck.push(nameOf(pid));
    }
  }
  return stuck;
}

export const runProgram: RunCommand = ({ program, args, input }) =>
  new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { windowsHide: true, timeout: 20_000 }, (error, out, said) => {
      if (error === null) resolve();
      else reject(new Error((said.trim() || out.trim() || error.message).split('\n')[0] ?? error.message));
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });

const keyOf = ({ local, remote }: Flow): string => `${local.address} ${local.port} ${remote.address} ${remote.port}`;

/** Process ids, one a line: what cannot be read was not written by us. */
function notedRules(journal: string): readonly number[] {
  if (!existsSync(journal)) return [];
  return readFileSync(journal, 'utf8')
    .split('\n')
    .map(Number)
    .filter((pid) => Number.isSafeInteger(pid) && pid > 0);
}

function noteRules(journal: string, pid: number): void {
  keep(journal, [...new Set([...notedRules(journal), pid])]);
}

function forgetRules(journal: string, gone: readonly number[]): void {
  keep(
    journal,
    notedRules(journal).filter((pid) => !gone.includes(pid)),
  );
}

function keep(journal: string, pids: readonly number[]): void {
  if (pids.length === 0) rmSync(journal, { force: true });
  else writeFileSync(journal, `${pids.join('\n')}\n`);
}

const refused = ({ title, remedy }: RuleWords, error: unknown): HalfopenError =>
  new HalfopenError(
    {
      code: 'firewall-refused',
      fault: 'machine',
      message: `${title} did not take the rule: ${error instanceof Error ? error.message : String(error)}.`,
      hint: remedy,
    },
    error,
  );
