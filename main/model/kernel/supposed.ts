/** What one may suppose of a socket whose past is not known: what it takes the path for, and when it transmits next. */
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import type { Jiffies } from './jiffies.ts';
import type { RoundTripEstimate } from './round-trip.ts';
import type { TcpSender } from './tcp-sender.ts';

/** As if it had always measured the path so. */
export function suppose({ rttMs, rtoMs }: RoundTripEstimate, sender: TcpSender, jiffies: Jiffies): void {
  sender.roundTrip.assume({ rttMs, rtoMs });
  sender.rto = sender.roundTrip.rto(jiffies);
}

/** What it transmitted last within so long it transmits again now, as if its timer had been later. */
export function catchUp({ queue, timer }: TcpSender, withinMs: number, now: Ns): void {
  const [oldest] = queue.sent;
  if (oldest !== undefined && plusMs(oldest.sentAt, withinMs) >= now) timer.expire();
}

/** What it is to transmit again within so long it transmits now, as if its timer had been earlier. */
export function hurry({ queue, timer }: TcpSender, withinMs: number, jiffies: Jiffies): void {
  const dueAt = timer.armed?.dueAt ?? Infinity;
  if (queue.sent.length > 0 && dueAt - jiffies.now <= jiffies.ofMs(withinMs)) timer.expire();
}
