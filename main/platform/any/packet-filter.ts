/**
 * Cutting connections off by a rule of the system's own packet filter, where no socket option does it. Off unless a person
 * allowed it; every rule names our program and both ends of one connection, and is gone when the run ends, or at the next
 * start after a crash.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { Direction } from '#model/settings.ts';
import type { Instant } from '#model/time.ts';
import { monotonicNow } from './clock.ts';

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

/** How one system words a rule. Pure: it runs nothing. */
export interface RuleWords {
  /** Of the filter, for people: `Windows Defender Firewall`. */
  readonly title: string;
  /** Whether packets that never leave this machine pass it. */
  readonly seesLoopback: boolean;
  /** Everything under `name` that this process wants blocked from now on; replaces what was there. */
  block(name: string, flows: readonly (Flow & { readonly direction: Direction })[]): readonly Command[];
  remove(name: string): readonly Command[];
  /** What a person needs to be allowed to do this. */
  readonly remedy: string;
}

export type RunCommand = (command: Command) => Promise<void>;

export interface PacketFilter {
  readonly seesLoopback: boolean;
  block(flows: readonly Flow[], direction: Direction): Promise<Instant>;
  unblock(flows: readonly Flow[]): Promise<Instant>;
  /** Tries a rule that strikes nobody. */
  can(): Promise<true | { readonly no: string; readonly fix: string }>;
  close(): Promise<void>;
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

export function createPacketFilter({ words, run, journal, pid }: FilterParts): PacketFilter {
  const blocked = new Map<string, Flow & { readonly direction: Direction }>();
  const name = nameOf(pid);

  async function stamped(commands: readonly Command[]): Promise<Instant> {
    const from = monotonicNow();
    for (const command of commands)
      try {
        await run(command);
      } catch (error) {
        if (command.mayFail !== true) throw refused(words, error);
      }
    return { from, to: monotonicNow() };
  }
  const enforce = (): Promise<Instant> =>
    stamped(blocked.size === 0 ? words.remove(name) : words.block(name, [...blocked.values()]));

  return {
    seesLoopback: words.seesLoopback,
    async block(flows, direction) {
      for (const flow of flows) blocked.set(keyOf(flow), { ...flow, direction });
      noteRules(journal, pid);
      return enforce();
    },
    async unblock(flows) {
      for (const flow of flows) blocked.delete(keyOf(flow));
      return enforce();
    },
    async can() {
      try {
        noteRules(journal, pid);
        await stamped([...words.block(name, [{ ...nobody, direction: 'both' }]), ...words.remove(name)]);
        forgetRules(journal, [pid]);
        return true;
      } catch (error) {
        return { no: error instanceof Error ? error.message : String(error), fix: words.remedy };
      }
    },
    async close() {
      if (blocked.size === 0) return;
      blocked.clear();
      await enforce();
      forgetRules(journal, [pid]);
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
