/** "If the peer died now, you would know in 3.2 to 3.3 s": what theory says of a session as it is at this moment. */
import { situationAt } from '../measured-situation.ts';
import type { Sample } from '../situation-sampler.ts';
import type { WatchedConnection } from '../watched-connection.ts';
import type { Forecast } from '#model/live/live.ts';
import type { Fault } from '#model/faults/index.ts';

/** In the order of how often they surprise people. */
const faults: readonly Fault[] = [
  { kind: 'blackhole', direction: 'both' },
  { kind: 'freeze' },
  { kind: 'rst' },
  { kind: 'blackhole', direction: 'to-peer' },
  { kind: 'blackhole', direction: 'from-peer' },
  { kind: 'kill' },
  { kind: 'fin' },
  { kind: 'half-close' },
];

export function forecastsOf(connection: Pick<WatchedConnection, 'predict'>, sample: Sample): readonly Forecast[] {
  const situation = situationAt(sample, sample, { from: sample.at, to: sample.at });
  return faults.map((fault) => ({ fault, prediction: connection.predict(fault, situation) }));
}
