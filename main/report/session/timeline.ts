/** What was told of a session, in lanes: each event once, in one line of words. */
import type { Content, Input, Want } from '#model/detector.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { KernelTimer, LiveEvent } from '#model/live/live.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { verdictText } from '../text/cell-text.ts';
import { duration } from '../text/numbers.ts';
import type { Lane } from './lane.ts';
import type { SessionWords } from '../words/session-en.ts';

export interface Entry {
  readonly at: Ns;
  readonly lane: Lane;
  readonly type: LiveEvent['type'];
  readonly what: string;
  /** More than a heartbeat: drawn taller. */
  readonly matters: boolean;
}

export const timelineOf = (events: readonly LiveEvent[], words: SessionWords): readonly Entry[] =>
  events.flatMap((event) => entryOf(event, words) ?? []);

function entryOf(event: LiveEvent, words: SessionWords): Entry | null {
  const say = words.what;
  const entry = (lane: Lane, what: string, matters = true): Entry => ({
    at: event.at,
    lane,
    type: event.type,
    what,
    matters,
  });
  switch (event.type) {
    case 'opened':
      return entry('application', say.opened);
    case 'linked':
      return entry('wire', say.linked(endpoint(event.local), endpoint(event.remote)));
    case 'input':
      return inputEntry(event.input, words, entry);
    case 'want':
      return wantEntry(event.want, words, entry);
    case 'kernel':
      return entry('kernel', kernelText(event, words), (event.info.probes ?? 0) + (event.info.retransmits ?? 0) > 0);
    case 'fault':
      return entry('fault', say.struck(faultLabel(event.fault)));
    case 'healed':
      return entry('fault', say.healed(faultLabel(event.fault)));
    case 'ended':
      return entry('application', say.ended(words.end[event.how], event.error?.errno));
    case 'beats':
      return entry('wire', say.beats(event.sent, event.received, event.overMs), false);
  }
}

type Make = (lane: Lane, what: string, matters?: boolean) => Entry;

function inputEntry(input: Input, { what: say }: SessionWords, entry: Make): Entry | null {
  switch (input.type) {
    case 'connected':
      return entry('application', say.connected);
    case 'sent':
      return entry('wire', say.sent(frameText(input.content), input.bytes), false);
    case 'received':
      return entry('wire', say.received(frameText(input.content), input.bytes), false);
    case 'eof':
      return entry('wire', say.eof);
    case 'failed':
      return entry('application', say.failed(input.syscall, input.errno));
    case 'woke':
    case 'info':
      return null;
  }
}

function wantEntry(want: Want, words: SessionWords, entry: Make): Entry | null {
  if (want.type !== 'verdict') return null;
  const { verdict } = want;
  const { what: say } = words;
  if (verdict.kind === 'suspect') return entry('application', say.suspect(words.reason(verdict.reason)));
  if (verdict.kind === 'alive') return entry('application', say.alive(words.reason(verdict.reason)));
  return entry('application', say.final(verdictText(verdict, words)));
}

/** `PING 3`: names of frames are those of the protocol, in every language. */
function frameText(content: Content): string {
  if (content.kind === 'data' || content.kind === 'urgent') return content.kind;
  const name = content.kind.toUpperCase();
  return content.sequence === null ? name : `${name} ${content.sequence}`;
}

interface KernelEvent {
  readonly at: Ns;
  readonly info: TcpInfo;
  readonly timer: KernelTimer | null;
}

function kernelText({ at, info, timer }: KernelEvent, { what: say }: SessionWords): string {
  const armed =
    timer === null
      ? say.noTimer
      : say.timer(timer.kind, duration(Math.max(0, msBetween(at, timer.dueAt))), timer.retransmits);
  return `${info.state} \u00b7 ${armed} \u00b7 ${say.counts(info.unacked, info.probes, info.backoff)}`;
}

export const endpoint = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
