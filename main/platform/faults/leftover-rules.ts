/** Rules of processes that are gone. */
import { forgetRules, notedRules } from './rule-journal.ts';
import type { NotedRules } from './rule-journal.ts';
import { ruleName } from './rule-words.ts';
import type { FilterReference, RuleWords } from './rule-words.ts';
import { ProgramFailed } from './run-program.ts';
import type { RunCommand } from './run-program.ts';

export interface RulesParts {
  readonly words: RuleWords;
  readonly run: RunCommand;
  /** Remembers whose rules there are. */
  readonly journal: string;
}

/** What could not be removed. */
export interface LeftRules {
  /** Of the rules in the filter; of the journal, when that cannot be read. */
  readonly name: string;
  readonly why: string;
}

/** Removes what processes left that are gone; says what could not be removed. The next start tries that again. */
export async function sweepRules(parts: RulesParts, isAlive: (pid: number) => boolean): Promise<readonly LeftRules[]> {
  let noted: readonly NotedRules[];
  try {
    noted = notedRules(parts.journal);
  } catch (error) {
    // Written by an administrator, for example, and none is asking now.
    return [{ name: parts.journal, why: reasonOf(error) }];
  }
  const left: LeftRules[] = [];
  for (const entry of noted.filter(({ pid }) => !isAlive(pid)))
    try {
      await removeNoted(parts, entry);
    } catch (error) {
      left.push({ name: ruleName(entry.pid), why: reasonOf(error) });
    }
  return left;
}

/** The same for people; null when everything is gone. */
export function wordsForLeft(
  { title, privilege }: RuleWords,
  left: readonly LeftRules[],
): { readonly no: string; readonly fix: string } | null {
  if (left.length === 0) return null;
  const each = left.map(({ name, why }) => `${name} (${why.replace(/\.$/, '')})`);
  return {
    no: `what an earlier start left in ${title} could not be removed: ${each.join(', ')}`,
    fix: `Start Halfopen ${privilege} once: it removes them.`,
  };
}

/** Everything of one process: its rules, its reference to the filter, its line in the journal. */
export async function removeNoted({ words, run, journal }: RulesParts, { pid, token }: NotedRules): Promise<void> {
  await removeRules(words, run, ruleName(pid));
  if (token !== null && words.reference !== undefined) await releaseReference(words.reference, run, token);
  forgetRules(journal, pid);
}

async function removeRules(words: RuleWords, run: RunCommand, name: string): Promise<void> {
  try {
    for (const command of words.remove(name)) await run(command);
  } catch (error) {
    if (words.find === undefined || (await isThere(words.find(name), run))) throw error;
  }
}

/** The exit code decides: what the program prints is in the language of the system. */
async function isThere(find: Parameters<RunCommand>[0], run: RunCommand): Promise<boolean> {
  try {
    await run(find);
    return true;
  } catch (error) {
    return !(error instanceof ProgramFailed && error.exitCode === 1);
  }
}

export async function releaseReference(reference: FilterReference, run: RunCommand, token: string): Promise<void> {
  try {
    await run(reference.release(token));
  } catch (error) {
    if (!(error instanceof ProgramFailed && reference.isGone(error.printed))) throw error;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
