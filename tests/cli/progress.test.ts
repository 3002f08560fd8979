import { Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { ended, linked, started, struck, trialEnded } from '../model/run-events.ts';
import { createProgress } from '#cli/run/progress.ts';
import { describeProgress, noteProgress, renderProgress } from '#cli/run/progress-view.ts';
import type { Progress } from '#cli/run/progress-view.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import type { RunEvent } from '#model/event.ts';

const { plan } = parsePlan(
  `deadline: 6s
repeats: 2
detectors: [{ kind: heartbeat, idle: 1s, interval: 1s, tries: 3 }, { kind: eof }]
faults: [{ kind: freeze }, { kind: kill }]`,
  { name: 'small' },
);

const after = (...events: RunEvent[]): Progress => {
  const progress = [started(plan), ...events].reduce<Progress | null>(noteProgress, null);
  if (progress === null) throw new Error('never began');
  return progress;
};

const midway = [
  linked(0, 100),
  struck(plan, 0, 2000),
  struck(plan, 1, 2000),
  trialEnded(0, 5250, { outcome: 'detected', verdictAtMs: 5250 }),
  trialEnded(7, 5300, { outcome: 'invalid', invalidReason: 'the peer is gone' }),
];

describe('the progress of a run', () => {
  it('begins with every trial waiting', () => {
    expect(renderProgress(after(), 0, 80)).toMatchInlineSnapshot(`
      "small  00:00 of about 00:09
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0 decided, 0 awaiting verdict, 8 awaiting fault
      "
    `);
  });

  it('shows what is decided, what awaits its verdict and the last verdict', () => {
    expect(renderProgress(after(...midway), 5400, 80)).toMatchInlineSnapshot(`
      "small  00:05 of about 00:09
      ███████▒▒▒▒░░░░░░░░░░░░░░░░░  2 decided, 1 awaiting verdict, 5 awaiting fault
      heartbeat 1s/1s/3 on freeze: dead after 3.25 s"
    `);
  });

  it('says so when a verdict came before its fault', () => {
    const early = after(trialEnded(0, 500, { outcome: 'false-alarm', verdictAtMs: 500 }));
    expect(renderProgress(early, 500, 80).split('\n')[2]).toBe('heartbeat 1s/1s/3 on freeze: dead before the fault');
  });

  it('is one plain line for a log', () => {
    expect(describeProgress(after(...midway), 5400)).toBe(
      '00:05 of about 00:09: 2 of 8 trials decided, 1 awaiting verdict, 1 invalid',
    );
  });

  it('never draws a line wider than the terminal', () => {
    for (const columns of [20, 40, 80, 200])
      for (const line of renderProgress(after(...midway), 3_700_000, columns).split('\n'))
        expect(line.length).toBeLessThan(columns);
  });

  it('expects the longest lead and the deadline', () => {
    const { expectedMs } = after();
    expect(expectedMs).toBeGreaterThan(1000 + 300 + 6000);
    expect(expectedMs).toBeLessThan(2 * 1000 + 300 + 1000 + 6000);
  });

  it('waits for the start before it counts', () => {
    expect(noteProgress(null, linked(0, 100))).toBeNull();
  });
});

describe('live progress', () => {
  function stream() {
    let text = '';
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        text += chunk.toString();
        done();
      },
    });
    return { output, text: () => text };
  }

  it('writes plain lines without control codes where there is no terminal', () => {
    const { output, text } = stream();
    const progress = createProgress({ stream: output, isTTY: false, columns: 80 });
    progress.onEvent(started(plan));
    progress.onEvent(ended(1000));
    expect(text()).toBe('00:00 of about 00:09: 0 of 8 trials decided, 0 awaiting verdict\n');
  });

  it('writes a line every five seconds until the run ends', () => {
    vi.useFakeTimers();
    const { output, text } = stream();
    const progress = createProgress({ stream: output, isTTY: false, columns: 80 });
    progress.onEvent(started(plan));
    vi.advanceTimersByTime(10_000);
    progress.onEvent(ended(10_000));
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(text().split('\n').filter(Boolean)).toHaveLength(3);
  });

  it('takes its region away on a terminal, once, however often it is told', () => {
    const { output, text } = stream();
    const progress = createProgress({ stream: output, isTTY: true, columns: 80 });
    progress.onEvent(started(plan));
    expect(text()).toContain('8 awaiting fault');
    progress.onEvent(ended(1000));
    progress.done();
    const erased = text().slice(text().lastIndexOf('8 awaiting fault'));
    expect(erased).toContain('\u001b[2K');
  });

  it('says nothing when it is to be quiet', () => {
    const { output, text } = stream();
    const progress = createProgress({ stream: output, isTTY: true, columns: 80, quiet: true });
    for (const event of [started(plan), ...midway, ended(6000)]) progress.onEvent(event);
    progress.done();
    expect(text()).toBe('');
  });
});
