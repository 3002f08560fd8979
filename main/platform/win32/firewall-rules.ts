/** Windows Defender Firewall by netsh (learn.microsoft.com, "netsh advfirewall"). Unverified: nobody has run it yet. */
import type { Command, Flow, RuleWords } from '../faults/packet-filter.ts';
import type { Direction } from '#model/faults/direction.ts';

const firewall = (...args: readonly string[]): Command => ({
  program: 'netsh.exe',
  args: ['advfirewall', 'firewall', ...args],
});

const ways = (direction: Direction): readonly ('in' | 'out')[] => {
  if (direction === 'both') return ['in', 'out'];
  return direction === 'to-peer' ? ['out'] : ['in'];
};

/** @param program our own executable: a rule for anything else is not ours to make */
export function windowsRules(program: string): RuleWords {
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
    remedy: 'Start Halfopen as administrator, or put the peer on another machine and pull its cable.',
  };
}
