/** What the linter of heartbeats asks, finds and advises, in English. */
import type { LintAnswer, LintQuestion } from '#model/plan/lint.ts';

export const lintEn = {
  title: 'What this heartbeat does when it matters' as string,
  question: {
    healthy: 'Does it leave a healthy connection alone?',
    traffic: 'Does traffic put it off, and hide a dead direction?',
    bulk: 'Does a PONG that queues behind the peer\u2019s data look like death?',
    stale: 'Does a PONG to an older PING count as a sign of life?',
    frozen: 'What does a frozen peer do?',
    path: 'Does it watch the connection that carries the data?',
  } as Readonly<Record<LintQuestion, string>>,
  answer: { pass: 'pass', warn: 'warning', fail: 'fails', unmeasured: 'not measured' } as Readonly<
    Record<LintAnswer, string>
  >,
  /** What a question comes to when all is well. */
  good: {
    healthy: 'No alarm while nothing was wrong.',
    traffic: 'No: idle, writing or reading, each cut direction is noticed in time.',
    bulk: 'No: data that arrives is life, or the PONG has a connection of its own.',
    stale: 'No: a peer that answers only old PINGs is given up.',
    frozen: 'It is noticed, whatever the traffic.',
    path: 'Yes, or it keeps that connection open as well.',
  } as Readonly<Record<LintQuestion, string>>,
  /** What is wrong, and what to do about it. */
  advice: {
    healthy: 'It gives up a peer that answers. Allow more time, or more tries.',
    traffic:
      'Measure the silence on what is received, never on what is sent; or send PING on a schedule of its own, whatever the traffic.',
    bulk: 'Count whatever the peer sends as life, or let PONG overtake data, or give the heartbeat a connection of its own and watch both.',
    stale:
      'Number the PINGs, let the peer repeat the number, and count only the answer to the last one: else a peer that is slow beyond use looks alive for ever.',
    frozen:
      'Only an answer of the process itself tells that it runs: send PING whatever the traffic, and let the loop that does the work answer it.',
    path: 'Send PING on the connection whose life is in question. A second connection proves the host, not the path.',
  } as Readonly<Record<LintQuestion, string>>,
  late: 'It is noticed, but later than the settings say: traffic puts it off.',
  needsNetwork:
    'That takes a firewall that forgets, on private hosts; halfopen capabilities says what is missing here.',
  /** One cell: fault, traffic, what was measured, what theory says. */
  evidence: (fault: string, traffic: string, what: string): string => `${fault}, ${traffic}: ${what}`,
  predicted: (what: string, theory: string): string => `${what} (predicted ${theory})`,
  silent: 'no alarm, rightly',
  alarm: (time: string): string => `false alarm after ${time}`,
  scaled: (by: number, given: string): string => `${given}, ${by} times faster`,
  lasts: (seconds: number): string => `about ${seconds} s`,
  clean: 'Nothing fails.',
  failing: (n: number): string => (n === 1 ? 'One answer fails.' : `${n} answers fail.`),
};

export type LintWords = typeof lintEn;
