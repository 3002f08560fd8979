/** Makes one plan for each session that was asked for. What cannot be done is refused here, before a socket is opened. */
import type { Transport } from '../ports.ts';
import { detectorOf } from '#model/detectors/index.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { ServerId, SessionPlan } from '#model/live/live.ts';
import type { SocketOptions } from '#model/options.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { LiveTraffic } from '#model/traffic.ts';

export interface OpenSessions {
  readonly to: { readonly server: ServerId } | { readonly host: string; readonly port: number };
  readonly detectors: readonly DetectorSettings[];
  /** Beside what the detectors ask of the kernel. */
  readonly options: SocketOptions;
  readonly traffic: LiveTraffic;
  /** Sessions per detector. */
  readonly count: number;
}

/** @throws HalfopenError `detector-unavailable`, `options-conflict`. */
export function plansOf(asked: OpenSessions, to: Endpoint, transport: Transport): readonly SessionPlan[] {
  const { detectors, options, traffic, count } = asked;
  const server = 'server' in asked.to ? asked.to.server : null;
  return detectors.flatMap((detector, index) => {
    const can = transport.can(detector);
    if (can !== true) throw unavailable(detector, can);
    refuseConflict(detector, options, index);
    const plan = { to, server, detector, options, traffic };
    return Array.from({ length: count }, () => plan);
  });
}

function refuseConflict(detector: DetectorSettings, beside: SocketOptions, index: number): void {
  const own = detectorOf(detector).options;
  for (const option of ['keepalive', 'userTimeoutMs'] as const)
    if (own[option] !== undefined && beside[option] !== undefined && !isSame(own[option], beside[option]))
      throw new HalfopenError({
        code: 'options-conflict',
        fault: 'input',
        message: `${detectorLabel(detector)} sets ${option} itself, to another value than the connection's options.`,
        hint: 'A socket has each option once: leave one of the two out.',
        path: `detectors[${index}]`,
        given: JSON.stringify(beside[option]),
        allowed: JSON.stringify(own[option]),
      });
}

type Value = SocketOptions[keyof SocketOptions];

function isSame(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.idleMs === b.idleMs && a.intervalMs === b.intervalMs && a.count === b.count;
}

const unavailable = (detector: DetectorSettings, { no, fix }: { readonly no: string; readonly fix?: string }) =>
  new HalfopenError({
    code: 'detector-unavailable',
    fault: 'machine',
    message: `${detectorLabel(detector)} cannot be used here: ${no}.`,
    ...(fix === undefined ? {} : { hint: fix }),
  });
