import type { Content, Input, Want } from '#model/detector.ts';
import { detectorOf } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { nsOfMs } from '#model/time.ts';

type Unstamped<I> = I extends unknown ? Omit<I, 'at'> : never;
/** Seconds after the connection was made, and what the machine is told then. */
export type Told = readonly [atS: number, what: Unstamped<Input>];

export const received = (content: Content, channel: 'main' | 'heartbeat' = 'main'): Unstamped<Input> => ({
  type: 'received',
  channel,
  bytes: 1,
  content,
});

/**
 * The whole dialogue: `>>` what the machine was told, `<<` what it wanted. It is woken when it asked to be, or when its
 * own process, `stopped` between two seconds, goes on.
 */
export function dialogue(
  settings: DetectorSettings,
  told: readonly Told[],
  untilS = 60,
  stopped: readonly [fromS: number, toS: number] = [0, 0],
): readonly string[] {
  const running = (at: number): number => (at > stopped[0] * 1e9 ? Math.max(at, stopped[1] * 1e9) : at);
  const machine = detectorOf(settings);
  const lines: string[] = [];
  const wakes = new Map<string, number>();
  let step = machine.start(nsOfMs(0));
  const carryOut = (wants: readonly Want[]): void => {
    for (const want of wants)
      if (want.type === 'wake') wakes.set(want.timer, want.at);
      else if (want.type === 'forget') wakes.delete(want.timer);
      else lines.push(`  << ${wanted(want)}`);
  };
  const tell = (atNs: number, input: Unstamped<Input>): void => {
    lines.push(`${atNs / 1e9} s >> ${heard(input)}`);
    step = machine.on(step.state, { ...input, at: nsOfMs(atNs / 1e6) });
    carryOut(step.wants);
  };
  carryOut(step.wants);
  tell(0, { type: 'connected' });
  const rest = [...told];
  while (step.state.phase !== 'dead' && step.state.phase !== 'closed') {
    const [timer, dueAt] = [...wakes].toSorted(([, a], [, b]) => a - b)[0] ?? ['none', Infinity];
    const wakeAt = running(dueAt);
    const next = rest[0] === undefined ? Infinity : nsOfMs(rest[0][0] * 1000);
    if (Math.min(next, wakeAt) > untilS * 1e9) break;
    const [, what] = (next <= wakeAt ? rest.shift() : undefined) ?? [0, { type: 'woke', timer } as const];
    if (what.type === 'woke') wakes.delete(what.timer);
    tell(what.type === 'woke' && next > wakeAt ? wakeAt : next, what);
  }
  return lines;
}

function heard(input: Unstamped<Input>): string {
  switch (input.type) {
    case 'connected':
      return 'connected';
    case 'woke':
      return 'woke';
    case 'received':
    case 'sent': {
      const { content, channel } = input;
      const number = 'sequence' in content ? ` ${content.sequence ?? '(no number)'}` : '';
      return `${content.kind}${number}${channel === 'main' ? '' : ` on ${channel}`}`;
    }
    case 'info':
      return `${input.info.state}, ${input.info.unacked} unacked, last ACK ${input.info.lastAckReceivedMs} ms ago`;
    case 'eof':
      return `EOF on ${input.channel}`;
    case 'failed':
      return `${input.errno} on ${input.channel}`;
  }
}

function wanted(want: Want): string {
  switch (want.type) {
    case 'ping':
      return `PING ${want.sequence}${want.channel === 'main' ? '' : ` on ${want.channel}`}`;
    case 'verdict': {
      const { kind, reason } = want.verdict;
      return `${kind}: ${reason}${'errno' in want.verdict && want.verdict.errno !== null ? ` (${want.verdict.errno})` : ''}`;
    }
    case 'wake':
    case 'forget':
      return `${want.type} ${want.timer}`;
    case 'write':
    case 'urgent':
    case 'inspect':
      return want.type;
  }
}
