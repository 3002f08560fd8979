/** What a packet filter of a system must be told. Pure: words for commands, which others run. */
import type { Endpoint } from '#model/event.ts';
import type { Direction } from '#model/faults/direction.ts';

export interface Flow {
  readonly local: Endpoint;
  readonly remote: Endpoint;
}

export interface Command {
  /** An absolute path: what the PATH or the current folder has under the same name may be anybody's. */
  readonly program: string;
  readonly args: readonly string[];
  readonly input?: string;
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

/** How a filter that may be off is switched on: by a reference to it, which is released in the end. */
export interface FilterReference {
  readonly take: Command;
  /** Out of what `take` printed; null when it printed none. */
  tokenOf(printed: string): string | null;
  release(token: string): Command;
  /** Whether a release failed because the reference is gone already: the system was restarted, or somebody turned it off. */
  isGone(printed: string): boolean;
}

/** How one system words a rule. */
export interface RuleWords {
  /** Of the filter, for people: `Windows Defender Firewall`. */
  readonly title: string;
  /** Whether packets that never leave this machine pass it. */
  readonly seesLoopback: boolean;
  /** What is blocked before and after stays blocked meanwhile. */
  change(name: string, change: Change): readonly Command[];
  /** Everything under `name`. */
  remove(name: string): readonly Command[];
  /** Ends with exit code 1 if there is nothing under `name`. Absent where removing nothing is no failure. */
  readonly find?: (name: string) => Command;
  /** Absent where the filter is always on, or left as it is. */
  readonly reference?: FilterReference;
  /** Who may do this: `as root (sudo)`. */
  readonly privilege: string;
}

/** Rules of one process share a name. */
export const ruleName = (pid: number): string => `halfopen-${pid}`;

/** What a person needs to be allowed to do this. */
export const remedyOf = ({ privilege }: Pick<RuleWords, 'privilege'>): string =>
  `Start Halfopen ${privilege}, or put the peer on another machine and pull its cable.`;
