/** Which processes have rules in the packet filter, for a start after a crash: a line for each, readable by its user only. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

export interface NotedRules {
  readonly pid: number;
  /** Of the reference to the filter that the process holds; null when it holds none. */
  readonly token: string | null;
}

/** `4711`, or `4711 1637241834` with a token: what cannot be read was not written by us. */
export function notedRules(journal: string): readonly NotedRules[] {
  if (!existsSync(journal)) return [];
  return readFileSync(journal, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, pid, token = null] = /^([1-9]\d{0,9})(?: (\d{1,20}))?$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), token }];
    });
}

export function noteRules(journal: string, entry: NotedRules): void {
  keep(journal, [...others(journal, entry.pid), entry]);
}

export function forgetRules(journal: string, pid: number): void {
  keep(journal, others(journal, pid));
}

const others = (journal: string, pid: number): readonly NotedRules[] =>
  notedRules(journal).filter((entry) => entry.pid !== pid);

/** Replaced as a whole and on disk before it counts. A link that somebody put in its place is replaced, not followed. */
function keep(journal: string, entries: readonly NotedRules[]): void {
  if (entries.length === 0) {
    rmSync(journal, { force: true });
    return;
  }
  const unfinished = `${journal}.${process.pid}.tmp`;
  const lines = entries.map(({ pid, token }) => `${pid}${token === null ? '' : ` ${token}`}\n`);
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, lines.join(''), { flag: 'wx', mode: 0o600, flush: true });
  renameSync(unfinished, journal);
}
