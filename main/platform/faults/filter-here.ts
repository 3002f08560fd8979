/** The packet filter of this machine, as far as there is one and a person has allowed it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { loadNative } from '#native';
import { macRules } from '../darwin/pf-rules.ts';
import { windowsRules } from '../win32/firewall-rules.ts';
import { isFirewallAllowed } from './firewall-consent.ts';
import { operatingSystem } from '../machine/operating-system.ts';
import { sweepRules, wordsForLeft } from './leftover-rules.ts';
import type { LeftRules } from './leftover-rules.ts';
import { createPacketFilter } from './packet-filter.ts';
import type { FilterOfProcess } from './packet-filter.ts';
import type { RuleWords } from './rule-words.ts';
import { runProgram } from './run-program.ts';

/** Null on Linux, where a socket option cuts; and on a Windows without the helper, which knows where its programs are. */
function wordsHere(): RuleWords | null {
  switch (operatingSystem()) {
    case 'linux':
      return null;
    case 'windows': {
      const helper = loadNative();
      const folder = helper.ok ? helper.native.systemFolder() : null;
      return folder?.ok === true ? windowsRules({ program: process.execPath, systemFolder: folder.value }) : null;
    }
    case 'darwin':
      return macRules;
  }
}

const journal = join(process.env['LOCALAPPDATA'] ?? homedir(), '.halfopen-firewall');

/** What a person would have to do to have a packet filter; null where none is needed or it is allowed. */
export function whyNoFilter(): { readonly no: string; readonly fix: string } | null {
  const words = wordsHere();
  if (words === null || isFirewallAllowed()) return null;
  return { no: `rules in ${words.title} are not allowed`, fix: 'Start Halfopen with --allow-firewall.' };
}

let here: FilterOfProcess | null = null;
let swept: Promise<readonly LeftRules[]> | null = null;

/** Null where none is needed, or allowed. */
export function filterHere(): FilterOfProcess | null {
  const words = wordsHere();
  if (words === null) return null;
  // Leftovers of a crash go whether or not rules are allowed this time; what cannot be removed is tried at the next start.
  swept ??= sweepRules({ words, run: runProgram, journal }, isAlive);
  if (isFirewallAllowed()) here ??= createPacketFilter({ words, run: runProgram, journal, pid: process.pid });
  return here;
}

/** What earlier starts left in the packet filter and this one could not remove; null when there is nothing of it. */
export async function leftoverRules(): Promise<{ readonly no: string; readonly fix: string } | null> {
  const words = wordsHere();
  filterHere();
  return words === null || swept === null ? null : wordsForLeft(words, await swept);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
