/** Windows Defender Firewall by netsh (learn.microsoft.com, "netsh advfirewall"). Unverified: nobody has run it yet. */
import { win32 } from 'node:path';
import type { Command, Flow, RuleWords } from '../faults/rule-words.ts';
import type { Direction } from '#model/faults/direction.ts';

const ways = (direction: Direction): readonly ('in' | 'out')[] => {
  if (direction === 'both') return ['in', 'out'];
  return direction === 'to-peer' ? ['out'] : ['in'];
};

export interface WindowsPlaces {
  /** Our own executable: a rule for anything else is not ours to make. */
  readonly program: string;
  /** Where Windows keeps its own programs. By its name alone, any `netsh.exe` of the current folder would be started. */
  readonly systemFolder: string;
}

export function windowsRules({ program, systemFolder }: WindowsPlaces): RuleWords {
  const firewall = (...args: readonly string[]): Command => ({
    program: win32.join(systemFolder, 'netsh.exe'),
    args: ['advfirewall', 'firewall', ...args],
  });
  const which = (name: string, way: 'in' | 'out', { local, remote }: Flow): readonly string[] => [
    `name=${name}`,
    `dir=${way}`,
    `program=${program}`,
    'profile=any',
    'protocol=TCP',
    `localip=${local.address}`,
    `localport=${local.port}`,
    `remoteip=${remote.address}`,
    `remoteport=${remote.port}`,
  ];
  return {
    title: 'Windows Defender Firewall',
    // Its filters leave loopback alone.
    seesLoopback: false,
    change: (name, { added, removed }) => [
      ...removed.flatMap((flow) =>
        ways(flow.direction).map((way) => firewall('delete', 'rule', ...which(name, way, flow))),
      ),
      ...added.flatMap((flow) =>
        ways(flow.direction).map((way) => firewall('add', 'rule', ...which(name, way, flow), 'action=block')),
      ),
    ],
    remove: (name) => [firewall('delete', 'rule', `name=${name}`)],
    // Deleting fails alike when it is not allowed and when there is nothing to delete. Everybody may look.
    find: (name) => firewall('show', 'rule', `name=${name}`),
    privilege: 'as administrator',
  };
}
