/** What the linter of heartbeats asks, finds and advises, in English. */
import type { LintAnswer, LintQuestion } from '#model/plan/lint.ts';

export const lintEn = {
  title: 'How this heartbeat behaves under faults' as string,
  question: {
    healthy: 'Does it leave a healthy connection alone?',
    traffic: 'Does traffic postpone its PINGs and hide a cut direction?',
    bulk: 'Does a PONG queued behind the peer\u2019s data look like a dead peer?',
    stale: 'Does a PONG to an older PING count as a sign of life?',
    frozen: 'Does it detect a frozen peer?',
    path: 'Does it watch the connection that carries the data?',
  } as Readonly<Record<LintQuestion, string>>,
  answer: { pass: 'passed', warn: 'warning', fail: 'failed', unmeasured: 'not measured' } as Readonly<
    Record<LintAnswer, string>
  >,
  /** The answer when all is well. */
  good: {
    healthy: 'Yes: no false alarm without a fault.',
    traffic: 'No: idle, writing or reading, it detects each cut direction in time.',
    bulk: 'No: received data counts as a sign of life, or the PONG has its own connection.',
    stale: 'No: it declares a peer dead that answers only old PINGs.',
    frozen: 'Yes, whatever the traffic.',
    path: 'Yes, or it also keeps that connection alive.',
  } as Readonly<Record<LintQuestion, string>>,
  /** What is wrong, and what to do about it. */
  advice: {
    healthy: 'It declares a peer dead that still answers. Allow more time or more tries.',
    traffic:
      'Measure the silence of what this end receives, never of what it sends. Or send PINGs on a schedule of their own, whatever the traffic.',
    bulk: 'Count any data of the peer as a sign of life. Or let PONGs overtake data. Or give the heartbeat its own connection and watch both.',
    stale:
      'Number the PINGs, let the peer echo the number, and count only the answer to the latest PING. Otherwise a peer that is too slow to be of use looks alive forever.',
    frozen:
      'Only an answer of the process itself shows that it runs. Send PINGs whatever the traffic, and answer them in the loop that does the work.',
    path: 'Send PINGs on the connection that you want to watch. A second connection proves that the host is alive, not that the path works.',
  } as Readonly<Record<LintQuestion, string>>,
  late: 'It detects the fault, but later than the settings say: traffic postpones its PINGs.',
  needsNetwork:
    'This needs a firewall that forgets connections, on private hosts. \u201chalfopen capabilities\u201d shows what is missing here.',
  /** One cell: fault, traffic, what was measured, what theory says. */
  evidence: (fault: string, traffic: string, what: string): string => `${fault}, ${traffic}: ${what}`,
  predicted: (what: string, theory: string): string => `${what} (predicted ${theory})`,
  silent: 'correctly no alarm',
  alarm: (time: string): string => `false alarm after ${time}`,
  scaled: (by: number, given: string): string => `${given}, ${by} times faster`,
  lasts: (seconds: number): string => `about ${seconds} s`,
  clean: 'No check failed.',
  failing: (n: number): string => (n === 1 ? '1 check failed.' : `${n} checks failed.`),
};

export type LintWords = typeof lintEn;
