/** The packet filter of this machine, as far as there is one and a person has allowed it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { macRules } from '../darwin/pf-rules.ts';
import { windowsRules } from '../win32/firewall-rules.ts';
import { isFirewallAllowed } from './firewall-consent.ts';
import { operatingSystem } from '../machine/operating-system.ts';
import { createPacketFilter, runProgram, sweepRules } from './packet-filter.ts';
import type { FilterOfProcess, RuleWords } from './packet-filter.ts';

/** Null on Linux, where a socket option cuts. */
function wordsHere(): RuleWords | null {
  switch (operatingSystem()) {
    case 'linux':
      return null;
    case 'windows':
      return windowsRules(process.execPath);
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
let isSwept = false;

/** Null where none is needed, or allowed. */
export function filterHere(): FilterOfProcess | null {
  const words = wordsHere();
  if (words === null) return null;
  // Leftovers of a crash go whether or not rules are allowed this time; what cannot be removed is tried at the next start.
  if (!isSwept) void sweepRules({ words, run: runProgram, journal }, isAlive);
  isSwept = true;
  if (isFirewallAllowed()) here ??= createPacketFilter({ words, run: runProgram, journal, pid: process.pid });
  return here;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
