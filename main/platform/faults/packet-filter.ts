/**
 * Cutting connections off by a rule of the system's own packet filter, where no socket option does it. Off unless a person
 * allowed it; every rule names our program and both ends of one connection, and is gone when the run ends, or at the next
 * start after a crash.
 */
import { HalfopenError } from '#model/error.ts';
import type { Direction } from '#model/faults/direction.ts';
import type { Instant } from '#model/time.ts';
import { monotonicNow } from '../machine/clock.ts';
import { releaseReference, removeNoted } from './leftover-rules.ts';
import type { RulesParts } from './leftover-rules.ts';
import { forgetRules, noteRules } from './rule-journal.ts';
import { remedyOf, ruleName } from './rule-words.ts';
import type { Blocked, Command, FilterReference, Flow, RuleWords } from './rule-words.ts';
import type { RunCommand } from './run-program.ts';

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

export interface FilterParts extends RulesParts {
  readonly pid: number;
}

/** TEST-NET-1 (RFC 5737): nobody has these addresses. */
const nobody: Flow = { local: { address: '192.0.2.1', port: 9 }, remote: { address: '192.0.2.2', port: 9 } };

export function createPacketFilter(parts: FilterParts): FilterOfProcess {
  const { words } = parts;
  const blocked = new Map<string, Blocked>();
  const hold = holdOn(parts);
  let last: Promise<unknown> = Promise.resolve();

  async function carryOut(add: readonly Blocked[], remove: readonly Flow[]): Promise<Instant> {
    const removed = remove.map((flow) => blocked.get(keyOf(flow))).filter((flow) => flow !== undefined);
    if (add.length + removed.length === 0) return inTurn([], parts);
    for (const flow of removed) blocked.delete(keyOf(flow));
    for (const flow of add) blocked.set(keyOf(flow), flow);
    if (blocked.size > 0) await hold.begin();
    const commands = words.change(ruleName(parts.pid), { all: [...blocked.values()], added: add, removed });
    const done = await inTurn(commands, parts);
    if (blocked.size === 0) await hold.end();
    return done;
  }
  /** One change after the other: each begins with what the one before has left. */
  function change(add: readonly Blocked[], remove: readonly Flow[]): Promise<Instant> {
    const changed = last.then(async () => {
      const isFirst = blocked.size === 0;
      try {
        return await carryOut(add, remove);
      } catch (error) {
        if (isFirst) {
          blocked.clear();
          await hold.giveUp();
        }
        throw refused(words, error);
      }
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
        return { no: error instanceof Error ? error.message : String(error), fix: remedyOf(words) };
      }
    },
    share: () => shareOf(words, change),
  };
}

/** What a process notes, and takes, before its first rule, and gives back after its last. */
function holdOn({ words, run, journal, pid }: FilterParts) {
  const { reference } = words;
  let token: string | null = null;
  let isNoted = false;
  return {
    async begin(): Promise<void> {
      if (isNoted) return;
      if (reference !== undefined) token ??= await takeReference(reference, run);
      noteRules(journal, { pid, token });
      isNoted = true;
    },
    async end(): Promise<void> {
      isNoted = false;
      if (reference !== undefined && token !== null) await releaseReference(reference, run, token);
      token = null;
      forgetRules(journal, pid);
    },
    /** After a rule that was refused: what cannot be removed now stays noted for the next start. */
    async giveUp(): Promise<void> {
      const held = token;
      isNoted = false;
      token = null;
      await removeNoted({ words, run, journal }, { pid, token: held }).catch(() => undefined);
    },
  };
}

/** A crash in the moment before its note would leave the filter on, without a rule in it. */
async function takeReference(reference: FilterReference, run: RunCommand): Promise<string> {
  const token = reference.tokenOf(await run(reference.take));
  if (token === null) throw new Error('it was turned on but gave no token');
  return token;
}

async function inTurn(commands: readonly Command[], { run }: FilterParts): Promise<Instant> {
  const from = monotonicNow();
  for (const command of commands) await run(command);
  return { from, to: monotonicNow() };
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

const keyOf = ({ local, remote }: Flow): string => `${local.address} ${local.port} ${remote.address} ${remote.port}`;

const refused = (words: RuleWords, error: unknown): HalfopenError =>
  new HalfopenError(
    {
      code: 'firewall-refused',
      fault: 'machine',
      message: `${words.title} did not accept the rule: ${error instanceof Error ? error.message : String(error)}.`,
      hint: remedyOf(words),
    },
    error,
  );
