/** One session of a detector that is not registered, struck in a simulation: what a trial does for those that are. */
import { seededChance } from '#platform';
import { Session } from '#engine/session.ts';
import { situationAt } from '#engine/measured-situation.ts';
import type { Verdict } from '#model/detector.ts';
import type { DetectorPart } from '#model/detectors/part.ts';
import { faultTraits } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Kernel, Situation } from '#model/prediction.ts';
import { quietly } from '#model/responder.ts';
import { msBetween, plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { writingGapMs } from '#model/traffic.ts';
import type { Traffic } from '#model/traffic.ts';
import { createSimulation } from '#simulator';

export interface Pretended<S extends { readonly kind: string }> {
  readonly part: DetectorPart<S>;
  readonly detector: S;
  readonly fault: Fault;
  readonly traffic: Traffic;
  readonly kernel: Kernel;
  readonly seed: number;
  readonly deadlineMs: number;
}

export interface Struck {
  readonly situation: Situation;
  readonly verdict: Verdict | null;
  readonly detectionMs: number | null;
}

/** The phase of the fault, of the traffic and of the timer wheel come from the seed. */
export async function struckSession<S extends { readonly kind: string }>(pretended: Pretended<S>): Promise<Struck> {
  const { part, detector, fault, traffic, kernel, seed, deadlineMs } = pretended;
  const ports = createSimulation({
    kernel,
    host: { os: 'Linux', kernel: 'simulated', arch: 'x64', node: '', halfopen: '', hz: kernel.hz, retries2: 15 },
    chance: seededChance,
    seed,
    settle: () => new Promise((resolve) => void setImmediate(resolve)),
    wallTime: () => '2026-01-01T00:00:00.000Z',
  });
  const { clock, faultInjector } = ports;
  const luck = seededChance(seed + 1);
  const peer = await ports.lab.startPeer();
  const machine = part.machine(detector);
  const main = await ports.transport.dial(peer.endpoint, machine.options, new AbortController().signal);
  await peer.expect(main.local, {
    ...quietly,
    beatEveryMs: machine.peerBeatMs,
    dataEveryMs: traffic === 'reading' ? writingGapMs : null,
    reads: true,
  });
  let heard: { readonly verdict: Verdict; readonly at: Ns } | null = null;
  const over = Promise.withResolvers<void>();
  const session = new Session({
    clock,
    detector: machine,
    main,
    heartbeat: null,
    traffic,
    firstWriteMs: luck.next() * writingGapMs,
    format: part.traits(detector).frame,
    tell: () => {},
    onVerdict: (verdict, at) => {
      heard = { verdict, at };
      over.resolve();
    },
    onProtocolError: (reason) => over.reject(new Error(reason)),
  });
  const cycleMs = part.traits(detector).cycleMs ?? writingGapMs;
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.at(plusMs(clock.now(), ms), resolve));
  await wait((1 + luck.next()) * cycleMs + 300);
  const before = session.sample();
  const { began, lift } = await faultInjector.inject(fault, [{ peer, main, heartbeat: null }]);
  session.faultInjected();
  const after = session.sample() ?? before;
  if (before === null || after === null) throw new Error('it was over before its fault');
  const { healsAfterMs } = faultTraits(fault);
  if (healsAfterMs !== null) clock.at(plusMs(began.from, healsAfterMs), () => void lift());
  await Promise.race([over.promise, wait(deadlineMs)]);
  session.stop();
  main.close('rst');
  const { verdict = null, at = null } = (heard ?? {}) as { readonly verdict?: Verdict; readonly at?: Ns };
  return {
    situation: situationAt(before, after, began),
    verdict,
    detectionMs: at === null ? null : msBetween(began.from, at),
  };
}
