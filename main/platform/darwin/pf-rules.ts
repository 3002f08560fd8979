/**
 * pf by pfctl(8), in an anchor below `com.apple/*`, the only one that /etc/pf.conf of macOS evaluates. Unverified: nobody
 * has run it yet.
 */
import type { Blocked, Command, FilterReference, Flow, RuleWords } from '../faults/rule-words.ts';

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

/**
 * pf counts who wants it on: `-E` adds one and prints a token to standard error, `-X` with that token takes it away, and the
 * last one turns pf off again. With `-q` there would be no token.
 */
const reference: FilterReference = {
  take: pfctl(['-E']),
  tokenOf: (printed) => /^Token : (\d+)$/m.exec(printed)?.[1] ?? null,
  release: (token) => pfctl(['-q', '-X', token]),
  // What `-X` answers to a token of before the last restart (ENOENT and EINVAL of DIOCSTOPREF), pf being off or on.
  isGone: (printed) => /pf not enabled|token invalid/.test(printed),
};

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
  ],
  remove: (name) => [pfctl(['-q', '-a', anchor(name), '-F', 'rules'])],
  reference,
  privilege: 'as root (sudo)',
};
