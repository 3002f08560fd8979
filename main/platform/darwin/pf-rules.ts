/**
 * pf by pfctl(8), in an anchor below `com.apple/*`, the only one that /etc/pf.conf of macOS evaluates. Unverified: nobody
 * has run it yet.
 */
import type { Blocked, Command, Flow, RuleWords } from '../faults/packet-filter.ts';

const pfctl = (args: readonly string[], input?: string): Command => ({
  program: '/sbin/pfctl',
  args,
  ...(input !== undefined && { input }),
});

const anchor = (name: string): string => `com.apple/${name}`;

/** An address with its port, as pf.conf(5) has it. */
const end = ({ address, port }: Flow['local']): string => `${address} port ${port}`;

function rules({ local, remote, direction }: Blocked): readonly string[] {
  const out = `block drop out quick proto tcp from ${end(local)} to ${end(remote)}`;
  const back = `block drop in quick proto tcp from ${end(remote)} to ${end(local)}`;
  if (direction === 'both') return [out, back];
  return direction === 'to-peer' ? [out] : [back];
}

export const macRules: RuleWords = {
  title: 'pf',
  // The pf.conf that macOS comes with skips no interface.
  seesLoopback: true,
  // Loading an anchor replaces all that is in it, in one step.
  change: (name, { all }) => [
    pfctl(
      ['-q', '-a', anchor(name), '-f', '-'],
      all
        .flatMap(rules)
        .map((rule) => `${rule}\n`)
        .join(''),
    ),
    // Enabled already is no failure.
    { ...pfctl(['-q', '-e']), mayFail: true },
  ],
  remove: (name) => [pfctl(['-q', '-a', anchor(name), '-F', 'rules'])],
  remedy: 'Start Halfopen as root (sudo), or put the peer on another machine and pull its cable.',
};
