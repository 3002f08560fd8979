import { expect, test } from 'vitest';
import { respond, startResponder, quietly } from '#model/responder.ts';
import type { ResponderBehaviour, ResponderInput, ResponderWant } from '#model/responder.ts';
import { msOfNs, nsOfMs } from '#model/time.ts';
import { FrameDecoder } from '#model/wire/decoder.ts';
import { encodeFrame } from '#model/wire/frame.ts';

/** Plays inputs to a responder and wakes it when it asked for it; tells what it sent, and when. */
function play(behaviour: ResponderBehaviour, inputs: readonly ResponderInput[], untilMs: number): string[] {
  const said: string[] = [];
  const wakes = new Map<string, ResponderInput & { type: 'woke' }>();
  let step = startResponder(nsOfMs(0), behaviour);
  const take = (at: number, wants: readonly ResponderWant[]): void => {
    for (const want of wants)
      if (want.type === 'wake') wakes.set(want.timer, { type: 'woke', at: want.at, timer: want.timer });
      else said.push(`${msOfNs(at)} ${want.frame.kind} ${want.frame.note?.sequence ?? '-'}`);
  };
  take(0, step.wants);
  const rest = [...inputs];
  for (;;) {
    const due = [...wakes.values(), ...rest.slice(0, 1)].toSorted((a, b) => a.at - b.at)[0];
    if (due === undefined || msOfNs(due.at) > untilMs) return said;
    if (due.type === 'woke') wakes.delete(due.timer);
    else rest.shift();
    step = respond(step.state, due);
    take(due.at, step.wants);
  }
}

const ping = (atMs: number, sequence: number): ResponderInput => {
  const note = { sequence, sentNs: nsOfMs(atMs), compactOk: false };
  const [frame] = new FrameDecoder().push(encodeFrame({ kind: 'ping', format: 'classic', note }));
  if (frame === undefined) throw new Error('no frame');
  return { type: 'received', at: nsOfMs(atMs), frame };
};
const quiet = quietly;

test('every PING is answered at once by a PONG with its number', () => {
  expect(play(quiet, [ping(5, 7), ping(6, 8)], 100)).toEqual(['5 pong 7', '6 pong 8']);
});

test('delayed PONGs leave in the order of their PINGs, each after the delay', () => {
  expect(play({ ...quiet, pongDelayMs: 50 }, [ping(0, 1), ping(10, 2), ping(60, 3)], 200)).toEqual([
    '50 pong 1',
    '60 pong 2',
    '110 pong 3',
  ]);
});

test('a delay that changes in mid-session holds for the PINGs after it and overtakes nothing', () => {
  const slower: ResponderInput = { type: 'behave', at: nsOfMs(5), behaviour: { ...quiet, pongDelayMs: 100 } };
  const faster: ResponderInput = { type: 'behave', at: nsOfMs(20), behaviour: quiet };
  expect(play(quiet, [ping(0, 1), slower, ping(10, 2), faster, ping(30, 3)], 300)).toEqual([
    '0 pong 1',
    '110 pong 2',
    '110 pong 3',
  ]);
});

test('beats come at absolute times, with numbers of their own, and stop when they are no longer wanted', () => {
  const stop: ResponderInput = { type: 'behave', at: nsOfMs(35), behaviour: quiet };
  expect(play({ ...quiet, beatEveryMs: 10 }, [stop], 100)).toEqual(['10 ping 0', '20 ping 1', '30 ping 2']);
});
